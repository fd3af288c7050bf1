using System.Text;

namespace RuntimePacks.Authoring;

/// <summary>What a definition was written from, as a page: a table of the libraries, and what a person should look at.</summary>
internal static class FirstDefinitionPage
{
    private const int MostNames = 6;

    public static string Text(
        string path, string smoke, KnownRelease release, ChosenLibraries libraries, ExportGroups exports, PackageNames names,
        string pattern)
    {
        var page = new StringBuilder();
        string[][] rows =
        [
            ["asset", "target", "RID", "library", "exports"],
            .. libraries.All.Select(library => new[]
            {
                library.Library.Asset, library.Target, library.Rid ?? "not packed", library.Library.Entry,
                $"{exports.Of(library).Select(library.Library.Summary.Exports).Count}",
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows.Select(row => string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width)))))
        {
            page.Append(row.TrimEnd()).Append('\n');
        }

        page.Append($"\nwrote {path}\n  and a program that links with the packages, {smoke}\n");
        page.Append("\nlook at these before you release:\n");
        foreach (var line in Doubts(release, libraries, exports, names, pattern)) page.Append($"- {line}\n");
        var from = release.Folder is { } folder ? $" --from {folder}" : "";
        page.Append($"\nthen it makes packages: ./build.sh --definition {path}{from} --release {release.Version ?? "VERSION"}\n");
        return page.ToString();
    }

    private static IEnumerable<string> Doubts(
        KnownRelease release, ChosenLibraries libraries, ExportGroups exports, PackageNames names, string pattern)
    {
        yield return "license (MIT), authors, description: placeholders";
        yield return $"packageId ({names.PackageId}), pinvokeNames ({libraries.Name}): from the library's name";
        if (release.Repository is null) yield return $"repositories, projectUrl ({names.Repository}): nothing says where it is from";
        if (release.Tag is null) yield return $"tagPatterns ({release.TagPattern}): the folder does not say which tag it has";
        if (release.Version is null) yield return $"assetPattern ({pattern}): with {{version}} in it, where that is in the assets' names";
        yield return $"exports: {Named(exports.Selected.Required)}, which all libraries have"
            + (exports.Carried.Count > 0 ? $"; not those of C code inside: {Named(exports.Carried)}" : "");
        foreach (var library in libraries.All.Where(library => exports.Own(library).Count > 0))
        {
            yield return $"exports of {library.Target}, which others lack: {Named(exports.Own(library))}";
        }

        foreach (var library in libraries.All.Where(library => library.Doubt is not null))
        {
            yield return $"{library.Library.Asset} is taken for {library.Target}: {library.Doubt}";
        }

        foreach (var note in libraries.Notes) yield return note;
        foreach (var group in libraries.All.Where(library => library.Rid is not null)
            .GroupBy(library => string.Join(", ", SystemNeeds.Of(library).Guesses)).Where(group => group.Key.Length > 0))
        {
            var rids = string.Join(", ", group.Select(library => library.Rid));
            yield return $"{rids}: linked with {group.Key}, since it refers to names that these have";
        }

        yield return "the program finds functions and calls none: write calls whose answers you know";
    }

    private static string Named(IReadOnlyList<string> names) => Listed.Some(names, MostNames);
}
