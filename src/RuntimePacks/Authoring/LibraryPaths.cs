using RuntimePacks.Definition;

namespace RuntimePacks.Authoring;

/// <summary>Which file of each asset is the library, where assets hold several static libraries.</summary>
internal sealed class LibraryPaths
{
    private readonly Dictionary<string, string> _own = [];

    /// <param name="version">The release's; null where it is not known.</param>
    public LibraryPaths(ChosenLibraries libraries, string? version)
    {
        var several = libraries.All.Where(library => libraries.Beside(library).Count() > 1).ToList();
        if (several.Count == 0) return;
        var common = Common([.. libraries.All.Select(library => Parts(library, version))], libraries.Name);
        if (common is not null && libraries.All.All(library => IsAlone(common, library, libraries))) All = common;
        else foreach (var library in several) _own[library.Target] = string.Join('/', Parts(library, version));
    }

    /// <summary>For all assets; null where none is needed, or each has its own.</summary>
    public string? All { get; }

    /// <summary>For a target whose asset is of a form of its own; null for the others.</summary>
    public string? Of(string target) => _own.GetValueOrDefault(target);

    /// <summary>The parts of a library's path; a folder that has the version in its name is any folder.</summary>
    private static string[] Parts(LibraryTarget library, string? version)
    {
        var parts = library.Library.Entry.Split('/');
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (version is not null && parts[i].Contains(version, StringComparison.Ordinal)) parts[i] = "*";
        }

        return parts;
    }

    /// <summary>One pattern for all paths, a part of each at a time; null where they are not of one depth.</summary>
    private static string? Common(IReadOnlyList<string[]> paths, string library)
    {
        if (paths.Any(path => path.Length != paths[0].Length)) return null;
        return string.Join('/', Enumerable.Range(0, paths[0].Length).Select(depth =>
        {
            var parts = paths.Select(path => path[depth]).Distinct().ToList();
            return parts is [var only] ? only : depth < paths[0].Length - 1 ? "*" : $"*{library}.*";
        }));
    }

    private static bool IsAlone(string pattern, LibraryTarget library, ChosenLibraries libraries)
    {
        var meant = new PathPattern(pattern);
        return libraries.Beside(library).Where(beside => meant.Matches(beside.Entry)).ToList() is [var only]
            && only.Entry == library.Library.Entry;
    }
}
