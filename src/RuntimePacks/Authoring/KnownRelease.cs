using System.Text.RegularExpressions;
using RuntimePacks.Definition;
using RuntimePacks.Releases;

namespace RuntimePacks.Authoring;

/// <summary>Which release a definition is written from, as far as that is known.</summary>
/// <param name="Folder">Where it is, full; null for one on GitHub.</param>
/// <param name="Repository">On GitHub, <c>owner/name</c>; null for a folder that does not say.</param>
/// <param name="Tag">Null for a folder that does not say.</param>
/// <param name="Version">As the tag has it; null for a folder that does not say.</param>
/// <param name="Names">The names of all of its files.</param>
/// <param name="Files">The full paths of those that are here.</param>
public sealed partial record KnownRelease(
    string? Folder, string? Repository, string? Tag, string? Version, IReadOnlySet<string> Names, IReadOnlyList<string> Files)
{
    private const string Placeholder = "{version}";

    /// <summary>The form of its tag.</summary>
    public string TagPattern =>
        Tag is null ? $"v{Placeholder}"
        : Version is null || !Tag.Contains(Version, StringComparison.Ordinal) ? Placeholder
        : Tag.Replace(Version, Placeholder, StringComparison.Ordinal);

    /// <summary>What lies in a folder.</summary>
    /// <param name="wanted">The version or tag that was asked for; null for what its <c>release.json</c> says.</param>
    /// <exception cref="RuntimePacksException">There is no such folder, or what was asked for is no version.</exception>
    public static KnownRelease In(string folder, string? wanted)
    {
        if (!Directory.Exists(folder))
        {
            throw new RuntimePacksException(
                $"there is no folder {folder}: for Init, --from takes a folder that holds the assets of a release, or owner/name "
                + "on GitHub");
        }

        if (wanted is not null && VersionIn(wanted) is null)
        {
            throw new RuntimePacksException(
                $"'{wanted}' has no version in it: with a folder, --release takes one like 1.4.0, or a tag with one");
        }

        var manifest = ReleaseManifest.TryRead(folder);
        var names = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).ToHashSet();
        var files = manifest?.Assets.Select(asset => Path.Combine(folder, asset.Name)).Where(File.Exists)
            ?? Directory.EnumerateFiles(folder);
        var tag = manifest?.Tag ?? wanted;
        var version = manifest?.Version ?? (wanted is null ? null : VersionIn(wanted));
        if (manifest is null && wanted == version) tag = null; // a version alone says nothing of tags
        return new KnownRelease(folder, manifest?.Repository, tag, version, names, [.. files.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The version at the end of a tag; null where there is none.</summary>
    internal static string? VersionIn(string tag) =>
        Number().Matches(tag).Select(match => tag[match.Index..]).FirstOrDefault(text => ReleaseTags.Parse(text) is not null);

    [GeneratedRegex(@"(?<![0-9.])\d+\.\d")]
    private static partial Regex Number();
}
