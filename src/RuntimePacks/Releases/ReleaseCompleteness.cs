using NuGet.Versioning;
using RuntimePacks.Definition;

namespace RuntimePacks.Releases;

/// <summary>Whether a release has an asset for every platform that is packed, or upstream is perhaps still uploading some.</summary>
/// <remarks>Missed is what the release before had, as the lock knows it: a platform that never had an asset is not.</remarks>
public static class ReleaseCompleteness
{
    /// <summary>The platforms that a release has no asset for and the one before it had.</summary>
    /// <param name="release">The release, as its source lists it.</param>
    /// <param name="known">The releases that the lock knows.</param>
    /// <param name="selection">Platforms that were not asked for are not missed.</param>
    public static IReadOnlyList<Platform> Missing(
        ListedRelease release, IEnumerable<Release> known, PackDefinition definition, AssetSelection selection) =>
        Missing(
            [.. release.Assets.Select(asset => asset.Target)], Before(release.Version, ReleaseLock.Before(release.Version, known)),
            definition, selection);

    /// <summary>What is missing, as a sentence that says what to do; null for a release that is whole.</summary>
    /// <param name="selection">Platforms that were not asked for are not missed.</param>
    public static string? Fault(Release release, PackDefinition definition, AssetSelection selection)
    {
        var (before, targets) = (Before(release.Version, release.Earlier), release.Assets.Select(asset => asset.Target).ToHashSet());
        var missing = Missing(targets, before, definition, selection);
        if (missing.Count == 0) return null;
        var others = definition.Platforms.Where(platform => platform.Rid is not null && targets.Contains(platform.Target));
        var age = release.Published is { } published ? $", published {Age(TimeProvider.System.GetUtcNow() - published)} ago," : "";
        return $"{release.Repository} {release.Tag}{age} has no asset for {string.Join(", ", missing.Select(platform => platform.Target))}, "
            + $"and {before!.Tag} had: it may still be uploaded, so look again later. To go on without, --rids "
            + $"{string.Join(',', others.Select(platform => platform.Rid))}, or "
            + $"\"optional\": true in the definition's {(missing.Count == 1 ? "platform" : "platforms")}";
    }

    /// <exception cref="RuntimePacksException">The release lacks an asset that the one before it had.</exception>
    public static void Require(Release release, PackDefinition definition, AssetSelection selection)
    {
        if (Fault(release, definition, selection) is { } fault) throw new RuntimePacksException(fault);
    }

    /// <summary>In the largest unit of which there are two.</summary>
    internal static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{(int)age.TotalDays} days",
        { TotalHours: >= 2 } => $"{(int)age.TotalHours} hours",
        { TotalMinutes: >= 2 } => $"{(int)age.TotalMinutes} minutes",
        _ => "a minute",
    };

    /// <param name="releases">The highest version first.</param>
    private static Release? Before(string version, IEnumerable<Release> releases) =>
        releases.FirstOrDefault(earlier => NuGetVersion.Parse(earlier.Version) < NuGetVersion.Parse(version));

    private static List<Platform> Missing(HashSet<string> targets, Release? before, PackDefinition definition, AssetSelection selection) =>
        before is null
            ? []
            : [
                .. definition.Platforms
                    .Where(platform => platform is { Rid: not null, Optional: false } && selection.Includes(platform.Target))
                    .Where(platform => !targets.Contains(platform.Target) && before.Assets.Any(asset => asset.Target == platform.Target)),
            ];
}
