using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace RuntimePacks.Provenance;

/// <summary>The <c>provenance.json</c> in a runtime package: where its library comes from. It holds no time and no path.</summary>
public sealed record PackageProvenance
{
    /// <summary>Where it lies in a package.</summary>
    public const string Entry = "provenance.json";

    /// <summary>The stage that makes a library smaller.</summary>
    public const string Slimming = "Slim";

    public required string PackageId { get; init; }

    public required string PackageVersion { get; init; }

    public required string Rid { get; init; }

    public required string Target { get; init; }

    public required SourceRelease Release { get; init; }

    public required SourceAsset Asset { get; init; }

    /// <summary>The library as it is inside the asset.</summary>
    public required SourceLibrary Original { get; init; }

    /// <summary>What led from the asset to the library in the package, in order: what is after one is before the next.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>The library as it is in the package.</summary>
    public required PackedLibrary Library { get; init; }

    /// <summary>What wrote and compressed the package: other versions may write other bytes.</summary>
    public required IReadOnlyList<ToolVersion> PackedWith { get; init; }

    public sealed record SourceLibrary(string FileName, long Size, string Sha256, string Flavour, int Members, long Symbols);

    /// <param name="Name">The pipeline's stage.</param>
    /// <param name="Step">What it did.</param>
    /// <param name="Before">A SHA-256 digest, 64 lower-case hexadecimal digits.</param>
    /// <param name="After">The same.</param>
    /// <param name="Tools">What did it: other versions may do something else.</param>
    public sealed record Stage(string Name, string Step, string Before, string After, IReadOnlyList<ToolVersion> Tools);

    /// <param name="Steps">What was done to the original, in order; none when it is packed as it came.</param>
    /// <param name="Exports">How many symbols <c>link/exports.txt</c> lists.</param>
    public sealed record PackedLibrary(
        string FileName, long Size, string Sha256, int Members, long Symbols, IReadOnlyList<string> Steps, int Exports);

    public static PackageProvenance Of(
        string packageId,
        string packageVersion,
        string rid,
        Release release,
        SlimmedLibrary library,
        IReadOnlyList<ToolVersion> packedWith)
    {
        var (source, asset) = (library.Source, library.Source.Asset);
        return new PackageProvenance
        {
            PackageId = packageId,
            PackageVersion = packageVersion,
            Rid = rid,
            Target = asset.Target,
            Release = SourceRelease.Of(release),
            Asset = SourceAsset.Of(asset),
            Original = Of(source),
            Stages =
            [
                new Stage("Verify", "take out of the asset", asset.Sha256, source.Sha256, []),
                .. library.Done.Select(step => new Stage(Slimming, step.Name, step.Before, step.After, step.Tools)),
            ],
            Library = Of(library),
            PackedWith = packedWith,
        };
    }

    public static SourceLibrary Of(VerifiedLibrary library) =>
        new(library.FileName, library.Size, library.Sha256, library.Flavour, library.Members, library.Symbols);

    public static PackedLibrary Of(SlimmedLibrary library) =>
        new(library.FileName, library.Size, library.Sha256, library.Members, library.Symbols, library.Steps, library.Source.Exports.Count);
}
