using RuntimePacks.Definition;

namespace RuntimePacks.Reports;

/// <summary>A target of the definition, or an asset of the release, that has no package.</summary>
public sealed record WithoutPackage(string Target, string Reason)
{
    internal static IEnumerable<WithoutPackage> Of(ReportSources sources)
    {
        foreach (var platform in sources.Definition.Platforms)
        {
            var there = sources.Release.Assets.Any(asset => asset.Target == platform.Target);
            if (!there) yield return new WithoutPackage(platform.Target, "the release has no asset for it, or --rids left it out");
            else if (platform.NotPackedBecause is { } reason) yield return new WithoutPackage(platform.Target, reason);
        }

        var names = new AssetNames(sources.Definition);
        foreach (var name in sources.Release.Skipped)
        {
            yield return new WithoutPackage(
                names.TargetsOf(name) is [var target, ..] ? target : name, "the definition does not know this target");
        }
    }
}
