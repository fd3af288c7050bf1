using RuntimePacks.Releases;
using RuntimePacks.Slimming;
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

    /// <summary>The library as it is inside the asset.</summary>
    public required SourceLibrary Original { get; init; }

    /// <summary>The library as it is in the package.</summary>
    public required PackedLibrary Library { get; init; }

    public sealed record SourceRelease(string Repository, string Tag, string Version, string? Commit, bool Sample);

    public sealed record SourceAsset(string Name, long Size, string Sha256);

    public sealed record SourceLibrary(string FileName, long Size, string Sha256, string Flavour, int Members, long Symbols);

    /// <param name="Steps">What was done to the original, in order; none when it is packed as it came.</param>
    /// <param name="Exports">How many symbols <c>link/exports.txt</c> lists.</param>
    public sealed record PackedLibrary(string FileName, long Size, string Sha256, int Members, long Symbols, IReadOnlyList<string> Steps, int Exports);

    public static PackageProvenance Of(string packageId, string packageVersion, string rid, Release release, SlimmedLibrary library)
    {
        var (source, asset) = (library.Source, library.Source.Asset);
        return new PackageProvenance
        {
            PackageId = packageId,
            PackageVersion = packageVersion,
            Rid = rid,
            Target = asset.Target,
            Release = new SourceRelease(release.Repository, release.Tag, release.Version, release.Commit, release.Sample),
            Asset = new SourceAsset(asset.Name, asset.Size, asset.Sha256),
            Original = Of(source),
            Library = Of(library),
        };
    }

    public static SourceLibrary Of(VerifiedLibrary library) => new(library.FileName, library.Size, library.Sha256, library.Flavour, library.Members, library.Symbols);

    public static PackedLibrary Of(SlimmedLibrary library) =>
        new(library.FileName, library.Size, library.Sha256, library.Members, library.Symbols, library.Steps, library.Source.Exports.Count);
}
