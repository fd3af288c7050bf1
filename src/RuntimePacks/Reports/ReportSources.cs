using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Verification;

namespace RuntimePacks.Reports;

/// <summary>The sources of a report: the records that the stages left. A run that failed left none from there on.</summary>
public sealed record ReportSources(PackDefinition Definition, Release Release)
{
    public IReadOnlyList<VerifiedLibrary> Verified { get; init; } = [];

    /// <summary>How the release differs from the one before it; null when it was not compared.</summary>
    public AbiComparison? Abi { get; init; }

    public IReadOnlyList<SlimmedLibrary> Slimmed { get; init; } = [];

    /// <summary>The one that consumers reference among them.</summary>
    public IReadOnlyList<PackedPackage> Packed { get; init; } = [];

    /// <summary>Whether they are signed; null when the run did not come to that.</summary>
    public ReportedSignature? Signature { get; init; }

    public IReadOnlyList<SmokeResult> Smoked { get; init; } = [];

    /// <summary>In the order in which they ran.</summary>
    public IReadOnlyList<StageTime> Stages { get; init; } = [];

    /// <summary>What ended the run; null when it went well.</summary>
    public ReportedFailure? Failure { get; init; }
}
