using RuntimePacks.Releases;

namespace RuntimePacks.Reports;

/// <summary>Why the packages may be believed to hold what was released.</summary>
/// <param name="Digests">Who vouches for the digests of how many assets; every asset that was packed has the digest that is pinned for it.</param>
public sealed record ReportedTrust(IReadOnlyList<VouchedDigests> Digests)
{
    public static ReportedTrust Of(ReportSources sources) => new(
        [.. sources.Release.Assets.GroupBy(asset => asset.DigestFrom).OrderBy(group => group.Key).Select(group => new VouchedDigests(group.Key, group.Count()))]);
}

/// <summary>How many assets have a digest from one source.</summary>
public sealed record VouchedDigests(DigestSource From, int Assets);
