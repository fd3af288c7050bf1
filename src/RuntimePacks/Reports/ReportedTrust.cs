using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

namespace RuntimePacks.Reports;

/// <summary>The reasons to believe that the packages hold what was released.</summary>
/// <param name="Digests">
/// Who vouches for the digests of how many assets; every asset that was packed has the digest that is pinned for it.
/// </param>
/// <param name="Signature">Whether the packages carry author signatures, and whose; null when the run did not come to that.</param>
/// <param name="MadeWith">
/// What had a part in the packages' bytes, by name: with the same
/// versions, they can be made again; none when nothing was packed.
/// </param>
public sealed record ReportedTrust(IReadOnlyList<VouchedDigests> Digests, ReportedSignature? Signature, IReadOnlyList<ToolVersion> MadeWith)
{
    public static ReportedTrust Of(ReportSources sources) => new(
        [
            .. sources.Release.Assets
                .GroupBy(asset => asset.DigestFrom)
                .OrderBy(group => group.Key)
                .Select(group => new VouchedDigests(group.Key, group.Count())
                {
                    ConfirmedBy = [.. group.Select(asset => asset.ConfirmedBy).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
                }),
        ],
        sources.Signature,
        sources.Packed.Count == 0
            ? []
            :
            [
                .. sources.Slimmed
                    .SelectMany(library => library.Done)
                    .SelectMany(step => step.Tools)
                    .Concat(PackageRecipes.Writers)
                    .Distinct()
                    .OrderBy(tool => tool.Name, StringComparer.Ordinal),
            ]);
}

/// <summary>The author signatures of the packages, if they carry any.</summary>
/// <param name="Certificate">Whose; null when they are not signed.</param>
public sealed record ReportedSignature(bool IsSigned, SignerCertificate? Certificate);

/// <summary>The number of assets whose digest is from one source.</summary>
public sealed record VouchedDigests(DigestSource From, int Assets)
{
    /// <summary>The files of the release that have the same digests.</summary>
    public IReadOnlyList<string> ConfirmedBy { get; init; } = [];
}
