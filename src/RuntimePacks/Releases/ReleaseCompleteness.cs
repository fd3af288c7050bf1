using NuGet.Versioning;
using RuntimePacks.Definition;

namespace RuntimePacks.Releases;

/// <summary>Whether a release has an asset for every platform that is packed, or upstream is perhaps still uploading some.</summary>
public static class ReleaseCompleteness
{
    /// <summary>What is missing, as a sentence that says what to do; null for a release that is whole.</summary>
    /// <param name="selection">Platforms that were not asked for are not missed.</param>
    /// <remarks>Missed is what the release before had, as the lock knows it: a platform that never had an asset is not.</remarks>
    public static string? Fault(Release release, PackDefinition definition, AssetSelection selection)
    {
        var version = NuGetVersion.Parse(release.Version);
        if (release.Earlier.FirstOrDefault(earlier => NuGetVersion.Parse(earlier.Version) < version) is not { } before) return null;
        var missing = definition.Platforms
            .Where(platform => platform is { Rid: not null, Optional: false } && selection.Includes(platform.Target))
            .Where(platform => Has(before, platform) && !Has(release, platform))
            .ToList();
        if (missing.Count == 0) return null;
        var others = definition.Platforms.Where(platform => platform.Rid is not null && Has(release, platform)).Select(one => one.Rid);
        return $"{release.Repository} {release.Tag} has no asset for {string.Join(", ", missing.Select(platform => platform.Target))}, and "
            + $"{before.Tag} had: it may still be uploaded, so look again later. To go on without, --rids {string.Join(',', others)}, or "
            + $"\"optional\": true in the definition's {(missing.Count == 1 ? "platform" : "platforms")}";
    }

    /// <exception cref="RuntimePacksException">The release lacks an asset that the one before it had.</exception>
    public static void Require(Release release, PackDefinition definition, AssetSelection selection)
    {
        if (Fault(release, definition, selection) is { } fault) throw new RuntimePacksException(fault);
    }

    private static bool Has(Release release, Platform platform) => release.Assets.Any(asset => asset.Target == platform.Target);
}
