using NuGet.Versioning;

namespace RuntimePacks.Definition;

/// <summary>The spellings of the tags of a library's releases: patterns with <c>{version}</c>, the preferred one first.</summary>
internal sealed class ReleaseTags(IReadOnlyList<string> patterns)
{
    private const string Placeholder = "{version}";

    /// <summary>The tags that a version's release may have.</summary>
    /// <param name="version">As tags have it.</param>
    public IEnumerable<string> Of(string version) =>
        patterns.Select(pattern => pattern.Replace(Placeholder, version, StringComparison.Ordinal));

    /// <summary>The version in a tag, or null when no pattern fits or what stands there is no version.</summary>
    public NuGetVersion? VersionOf(string tag) => TextOf(tag) is { } text ? Parse(text) : null;

    /// <summary>The version in a tag, as it is written there; null when there is none.</summary>
    public string? TextOf(string tag)
    {
        foreach (var around in patterns.Select(pattern => pattern.Split(Placeholder)))
        {
            if (tag.Length > around[0].Length + around[1].Length
                && tag.StartsWith(around[0], StringComparison.Ordinal)
                && tag.EndsWith(around[1], StringComparison.Ordinal)
                && tag[around[0].Length..^around[1].Length] is var text
                && Parse(text) is not null)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>
    /// A version of two to four numbers, which may have zeros before them as dates do, and what Semantic Versioning 2.0.0 has after them;
    /// null for anything else. <c>1.4</c> and <c>1.4.0.0</c> are 1.4.0, and <c>2024.01.15</c> is 2024.1.15.
    /// </summary>
    public static NuGetVersion? Parse(string text) =>
        text.Split('-', '+')[0].Count(character => character == '.') is >= 1 and <= 3 && NuGetVersion.TryParse(text, out var version)
            ? version
            : null;
}
