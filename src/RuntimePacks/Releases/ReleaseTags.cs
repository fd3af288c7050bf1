using NuGet.Versioning;

namespace RuntimePacks.Releases;

/// <summary>The spellings of the tags of a library's releases: patterns with <c>{version}</c>, the preferred one first.</summary>
internal sealed class ReleaseTags(IReadOnlyList<string> patterns)
{
    private const string Placeholder = "{version}";

    /// <summary>The tags that a version's release may have.</summary>
    public IEnumerable<string> Of(string version) =>
        patterns.Select(pattern => pattern.Replace(Placeholder, version, StringComparison.Ordinal));

    /// <summary>
    /// The version in a tag (Semantic Versioning 2.0.0), or null when no pattern fits or what stands there is no version.
    /// </summary>
    public SemanticVersion? VersionOf(string tag)
    {
        foreach (var around in patterns.Select(pattern => pattern.Split(Placeholder)))
        {
            if (tag.Length > around[0].Length + around[1].Length
                && tag.StartsWith(around[0], StringComparison.Ordinal)
                && tag.EndsWith(around[1], StringComparison.Ordinal)
                && SemanticVersion.TryParse(tag[around[0].Length..^around[1].Length], out var version))
            {
                return version;
            }
        }

        return null;
    }
}
