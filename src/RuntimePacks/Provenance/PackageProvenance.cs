using RuntimePacks.Releases;
using RuntimePacks.Verification;

namespace RuntimePacks.Provenance;

/// <summary>The <c>provenance.json</c> in a runtime package: where its library comes from. It holds no time and no path.</summary>
public sealed record PackageProvenance
{
    public required string PackageId { get; init; }

    public required string PackageVersion { get; init; }

    public required string Rid { get; init; }

    public required string Target { get; init; }

    public required SourceRelease Release { get; init; }

    public required SourceAsset Asset { get; init; }

    public required PackedLibrary Library { get; init; }

    public sealed record SourceRelease(string Repository, string Tag, string Version, string? Commit, bool Sample);

    public sealed record SourceAsset(string Name, long Size, string Sha256);

    public sealed record PackedLibrary(string FileName, long Size, string Sha256, string Flavour, int Members, long Symbols, int Exports);

    public static PackageProvenance Of(string packageId, string packageVersion, string rid, Release release, VerifiedLibrary library) => new()
    {
        PackageId = packageId,
        PackageVersion = packageVersion,
        Rid = rid,
        Target = library.Asset.Target,
        Release = new SourceRelease(release.Repository, release.Tag, release.Version, release.Commit, release.Sample),
        Asset = new SourceAsset(library.Asset.Name, library.Asset.Size, library.Asset.Sha256),
        Library = new PackedLibrary(library.FileName, library.Size, library.Sha256, library.Flavour, library.Members, library.Symbols, library.Exports.Count),
    };
}
