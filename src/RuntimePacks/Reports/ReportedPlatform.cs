using RuntimePacks.Packing;
using RuntimePacks.Provenance;
using RuntimePacks.Releases;
using RuntimePacks.Smoke;
using StaticLibraries.Libraries;

namespace RuntimePacks.Reports;

/// <summary>
/// One RID: its asset, the library in it, its package, and the smoke test.
/// What a run that failed did not come to is null. Sizes are in bytes.
/// </summary>
public sealed record ReportedPlatform
{
    public required string Rid { get; init; }

    public required string Target { get; init; }

    public required Asset Asset { get; init; }

    /// <summary>The arguments that the linker is given beside the library.</summary>
    public required IReadOnlyList<string> LinkedWith { get; init; }

    /// <summary>How many functions and data the library is there for.</summary>
    public int? Exports { get; init; }

    /// <summary>The library as it came in its asset.</summary>
    public PackageProvenance.SourceLibrary? Original { get; init; }

    /// <summary>The library as it is in the package.</summary>
    public PackageProvenance.PackedLibrary? Library { get; init; }

    /// <summary>What that needs of glibc; null for nothing.</summary>
    public GlibcNeed? Glibc { get; init; }

    public PackedPackage? Package { get; init; }

    public SmokeResult? Smoke { get; init; }

    public static ReportedPlatform Of(ReportSources sources, Definition.Platform platform, Asset asset)
    {
        var verified = sources.Verified.FirstOrDefault(library => library.Asset.Target == platform.Target);
        var slimmed = sources.Slimmed.FirstOrDefault(library => library.Source.Asset.Target == platform.Target);
        return new ReportedPlatform
        {
            Rid = platform.Rid!,
            Target = platform.Target,
            Asset = asset,
            LinkedWith = [.. platform.LinkLine],
            Exports = verified?.Exports.Count,
            Original = verified is null ? null : PackageProvenance.Of(verified),
            Library = slimmed is null ? null : PackageProvenance.Of(slimmed),
            Glibc = slimmed?.Glibc,
            Package = sources.Packed.FirstOrDefault(package => package.Rid == platform.Rid),
            Smoke = sources.Smoked.FirstOrDefault(result => result.Rid == platform.Rid),
        };
    }
}
