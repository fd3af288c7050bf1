using RuntimePacks.Packing;
using RuntimePacks.Platforms;
using RuntimePacks.Releases;
using RuntimePacks.Signing;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;

namespace RuntimePacks.Reports;

/// <summary>What one run made of a release, for people and machines: <c>report.json</c> is this record.</summary>
public sealed record ReleaseReport
{
    public required ReportedRelease Release { get; init; }

    /// <summary>A line per RID.</summary>
    public required IReadOnlyList<ReportedPlatform> Platforms { get; init; }

    /// <summary>The package that consumers reference.</summary>
    public required PackedPackage Package { get; init; }

    /// <summary>Whether the packages carry author signatures, and whose.</summary>
    public required ReportedSignature Signature { get; init; }

    /// <summary>Targets that have no package, each with the reason.</summary>
    public required IReadOnlyList<WithoutPackage> NotPacked { get; init; }

    /// <summary>How large a package feeds take.</summary>
    public required IReadOnlyList<FeedLimit> FeedLimits { get; init; }

    public sealed record ReportedRelease(string Repository, string Tag, string Version, string? Commit, bool Sample);

    public sealed record ReportedSignature(bool IsSigned, SignerCertificate? Certificate);

    /// <summary>One RID: its asset, the library in it, its package, and the smoke test. Sizes are in bytes.</summary>
    public sealed record ReportedPlatform
    {
        public required string Rid { get; init; }

        public required string Target { get; init; }

        public required Asset Asset { get; init; }

        public required string LibraryName { get; init; }

        /// <summary>The library as it came in its asset.</summary>
        public required long OriginalSize { get; init; }

        public required int OriginalMembers { get; init; }

        /// <summary>What was done to it.</summary>
        public required IReadOnlyList<string> Slimming { get; init; }

        /// <summary>The library as it is in the package.</summary>
        public required long LibrarySize { get; init; }

        public required string LibrarySha256 { get; init; }

        public required int Members { get; init; }

        public required long Symbols { get; init; }

        public required int Exports { get; init; }

        public required IReadOnlyList<string> LinkedWith { get; init; }

        public required PackedPackage Package { get; init; }

        public required SmokeResult Smoke { get; init; }
    }

    /// <summary>A target of the definition, or an asset of the release, that has no package.</summary>
    public sealed record WithoutPackage(string Target, string Reason);

    public static ReleaseReport Of(
        PackDefinition definition, Release release, IReadOnlyList<SlimmedLibrary> libraries, SignedPackages shipped, IReadOnlyList<SmokeResult> smoke)
    {
        var packages = shipped.Packages;
        var platforms =
            from package in packages
            where package.Rid is not null
            let library = libraries.First(library => library.Source.Asset.Target == package.Target)
            select new ReportedPlatform
            {
                Rid = package.Rid!,
                Target = library.Source.Asset.Target,
                Asset = library.Source.Asset,
                LibraryName = library.FileName,
                OriginalSize = library.Source.Size,
                OriginalMembers = library.Source.Members,
                Slimming = library.Steps,
                LibrarySize = library.Size,
                LibrarySha256 = library.Sha256,
                Members = library.Members,
                Symbols = library.Symbols,
                Exports = library.Source.Exports.Count,
                LinkedWith = [.. definition.Platforms.First(platform => platform.Target == package.Target).LinkLine],
                Package = package,
                Smoke = smoke.First(result => result.Rid == package.Rid),
            };
        return new ReleaseReport
        {
            Release = new ReportedRelease(release.Repository, release.Tag, release.Version, release.Commit, release.Sample),
            Platforms = [.. platforms],
            Package = packages.Single(package => package.Rid is null),
            Signature = new ReportedSignature(shipped.IsSigned, shipped.Certificate),
            FeedLimits = definition.FeedLimits,
            NotPacked = [.. Unpacked(definition, release, packages)],
        };
    }

    private static IEnumerable<WithoutPackage> Unpacked(PackDefinition definition, Release release, IReadOnlyList<PackedPackage> packages)
    {
        foreach (var platform in definition.Platforms.Where(platform => packages.All(package => package.Target != platform.Target)))
        {
            var there = release.Assets.Any(asset => asset.Target == platform.Target);
            yield return new WithoutPackage(platform.Target, there ? platform.NotPackedBecause ?? "" : "the release has no asset for it, or --rids left it out");
        }

        foreach (var name in release.Skipped) yield return new WithoutPackage(definition.TargetOfAsset(name) ?? name, "the definition does not know this target");
    }
}
