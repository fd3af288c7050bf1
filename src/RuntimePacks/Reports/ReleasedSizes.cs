using NuGet.Versioning;

namespace RuntimePacks.Reports;

/// <summary>The sizes of the assets of one release.</summary>
/// <param name="Version">The release's.</param>
/// <param name="Assets">In bytes, by RID.</param>
public sealed record ReleasedSizes(string Version, IReadOnlyDictionary<string, long> Assets)
{
    /// <summary>The releases that the lock knows, the lowest version first and the current one last.</summary>
    internal static IReadOnlyList<ReleasedSizes>? Of(ReportSources sources)
    {
        if (sources.Release.Earlier.Count == 0) return null;
        return
        [
            .. from release in sources.Release.Earlier.OrderBy(earlier => NuGetVersion.Parse(earlier.Version)).Append(sources.Release)
               let assets = from platform in sources.Definition.Platforms
                            where platform.Rid is not null
                            from asset in release.Assets
                            where asset.Target == platform.Target
                            select (platform.Rid, asset.Size)
               select new ReleasedSizes(
                   release.Version, assets.DistinctBy(asset => asset.Rid).ToDictionary(asset => asset.Rid, asset => asset.Size)),
        ];
    }
}
