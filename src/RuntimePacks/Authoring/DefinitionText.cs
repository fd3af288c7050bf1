using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RuntimePacks.Files;
using StaticLibraries.Libraries;

namespace RuntimePacks.Authoring;

/// <summary>A first definition, as the file has it.</summary>
internal sealed partial class DefinitionText(KnownRelease release, ChosenLibraries libraries, PackageNames names, ExportGroups exports)
{
    private const int MegaByte = 1_000_000, RoundedTo = 100, LongestList = 110;
    private readonly AssetForm _form = new(libraries.All, release.Version, release.Tag);
    private readonly LibraryPaths _paths = new(libraries, release.Version);

    /// <summary>With <c>{target}</c>.</summary>
    public string AssetPattern => _form.Pattern;

    /// <param name="schema">What describes definitions, as seen from the file.</param>
    /// <param name="smokeApp">The folder of the program, as seen from the file.</param>
    public string Text(string schema, string smokeApp)
    {
        var text = new JsonObject
        {
            ["$schema"] = schema,
            ["packageId"] = names.PackageId,
            ["runtimePackageId"] = $"{names.PackageId}.runtime.{{rid}}",
            ["msbuildPrefix"] = names.MSBuildPrefix,
            ["diagnosticPrefix"] = names.DiagnosticPrefix,
            ["description"] = $"The library {libraries.Name}, linked statically into NativeAOT programs.",
            ["authors"] = $"The {names.PackageId} authors",
            ["license"] = "MIT",
            ["projectUrl"] = $"https://github.com/{names.Repository}",
            ["tags"] = $"{libraries.Name} nativeaot native static",
            ["repositories"] = Texts([names.Repository]),
            ["tagPatterns"] = Texts([release.TagPattern]),
            ["assetPattern"] = _form.Pattern,
        };
        if (libraries.All.All(library => release.Names.Contains($"{library.Library.Asset}.sha256")))
        {
            text["digestFiles"] = Texts(["{asset}.sha256"]);
        }

        if (_paths.All is { } path) text["libraryPath"] = path;
        text["inflatedLimitMB"] = InflatedLimit();
        text["pinvokeNames"] = Texts([libraries.Name]);
        text["smokeApp"] = smokeApp;
        text["exports"] = new JsonObject { ["required"] = Texts(exports.Selected.Required) };
        text["platforms"] = new JsonArray([.. libraries.All.Select(Platform)]);
        return Lists().Replace(JsonFile.Text(text), list => OnOneLine(list.Value));
    }

    /// <summary>A list of texts, where it fits.</summary>
    private static string OnOneLine(string list)
    {
        var line = Space().Replace(list, " ").Replace("[ ", "[", StringComparison.Ordinal).Replace(" ]", "]", StringComparison.Ordinal);
        return line.Length <= LongestList ? line : list;
    }

    private static string Short(Version version) => version.Build > 0 ? version.ToString(3) : version.ToString(2);

    private JsonObject Platform(LibraryTarget library)
    {
        var text = new JsonObject { ["target"] = library.Target };
        if (_form.AssetOf(library.Target) is { } asset) text["asset"] = asset;
        if (library.Rid is not { } rid)
        {
            text["notPackedBecause"] = "NativeAOT links with MSVC on Windows, and a windows-gnu archive does not link there";
            return text;
        }

        text["rid"] = rid;
        if (_paths.Of(library.Target) is { } path) text["libraryPath"] = path;
        if (exports.Own(library) is { Count: > 0 } own) text["exports"] = new JsonObject { ["optional"] = Texts(own) };
        var triple = TargetTriple.Parse(library.Target);
        if (GlibcNeed.Of(triple, library.Library.Summary.Undefined) is { } glibc) text["glibc"] = glibc.Version;
        var minimum = library.Library.Summary.Groups.Select(group => group.MinimumOs).Max();
        if (minimum is not null) text["deploymentTarget"] = Short(minimum);
        var needs = SystemNeeds.Of(library);
        if (needs.Libraries.Count > 0) text["libraries"] = Texts(needs.Libraries);
        if (needs.Frameworks.Count > 0) text["frameworks"] = Texts(needs.Frameworks);
        if (triple.Os == "linux") text["linkerArguments"] = Texts(["-static-libgcc"]);
        return text;
    }

    /// <summary>Twice the largest library, so that the releases to come may grow.</summary>
    private long InflatedLimit()
    {
        var largest = libraries.All.SelectMany(libraries.Beside).Max(library => library.Size);
        return (2 * largest / MegaByte / RoundedTo + 1) * RoundedTo;
    }

    [GeneratedRegex(@"\[\s+""[^\]]*\]")]
    private static partial Regex Lists();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
