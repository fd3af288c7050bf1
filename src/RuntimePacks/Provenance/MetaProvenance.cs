using RuntimePacks.Tools;

namespace RuntimePacks.Provenance;

/// <summary>
/// The <c>provenance.json</c> in the package that consumers reference: which packages it picks among, and what is in them.
/// </summary>
internal sealed record MetaProvenance
{
    public required string PackageId { get; init; }

    public required string PackageVersion { get; init; }

    public required SourceRelease Release { get; init; }

    /// <summary>A line per RID.</summary>
    public required IReadOnlyList<RuntimePart> Platforms { get; init; }

    /// <summary>What wrote and compressed the package: other versions may write other bytes.</summary>
    public required IReadOnlyList<ToolVersion> PackedWith { get; init; }

    /// <summary>The library of one RID.</summary>
    /// <param name="PackageId">The package that holds it, at the same version.</param>
    /// <param name="FileName">The library's.</param>
    /// <param name="LibrarySha256">Of the library in the package.</param>
    public sealed record RuntimePart(string Rid, string Target, string PackageId, SourceAsset Asset, string FileName, string LibrarySha256);
}
