using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Provenance;

namespace RuntimePacks.Reports;

/// <summary>
/// The report of one run on a release, for people and machines: <c>report.json</c> is this record, and every other form of the
/// report is made from it. <c>docs/report.schema.json</c> is its JSON schema. What there is nothing to say of is left out.
/// </summary>
public sealed record ReleaseReport
{
    /// <summary>The id of the package that consumers reference.</summary>
    public required string PackageId { get; init; }

    public required SourceRelease Release { get; init; }

    /// <summary>What ended the run; null when it went well.</summary>
    public ReportedFailure? Failure { get; init; }

    /// <summary>One per RID that the release has an asset for.</summary>
    public required IReadOnlyList<ReportedPlatform> Platforms { get; init; }

    /// <summary>The package that consumers reference; null when the run failed before it was packed.</summary>
    public PackedPackage? Package { get; init; }

    /// <summary>Targets that have no package, each with the reason.</summary>
    public required IReadOnlyList<WithoutPackage> NotPacked { get; init; }

    /// <summary>How large a package feeds take; none when nothing was packed.</summary>
    public required IReadOnlyList<FeedLimit> FeedLimits { get; init; }

    /// <summary>How the exports differ from those of the release before; null when none before it is known.</summary>
    public AbiComparison? Changes { get; init; }

    /// <summary>The releases that the lock knows, this one last; none when it knows no other.</summary>
    public IReadOnlyList<ReleasedSizes>? History { get; init; }

    public required ReportedTrust Trust { get; init; }

    /// <summary>The stages of the run before this report, in order.</summary>
    public required IReadOnlyList<StageTime> Stages { get; init; }

    /// <summary>The packages that were written, the one that consumers reference last.</summary>
    public IEnumerable<PackedPackage> Packages() => Platforms.Select(platform => platform.Package).Append(Package).OfType<PackedPackage>();

    /// <summary>What the report is of, in a few words.</summary>
    public string Title() => $"{PackageId} {Package?.Version ?? Release.Version}";

    public static ReleaseReport Of(ReportSources sources) => new()
    {
        PackageId = sources.Definition.PackageId,
        Release = SourceRelease.Of(sources.Release),
        Failure = sources.Failure,
        Platforms =
        [
            .. from platform in sources.Definition.Platforms
               where platform.Rid is not null
               from asset in sources.Release.Assets
               where asset.Target == platform.Target
               select ReportedPlatform.Of(sources, platform, asset),
        ],
        Package = sources.Packed.FirstOrDefault(package => package.Rid is null),
        NotPacked = [.. WithoutPackage.Of(sources)],
        FeedLimits = sources.Packed.Count == 0 ? [] : sources.Definition.FeedLimits,
        Changes = sources.Abi is { Base: not null } changes ? changes : null,
        History = ReleasedSizes.Of(sources),
        Trust = ReportedTrust.Of(sources),
        Stages = sources.Stages,
    };
}
