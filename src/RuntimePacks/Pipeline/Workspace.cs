using RuntimePacks.Abi;
using RuntimePacks.Feeds;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Signing;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Stages;
using RuntimePacks.Verification;

namespace RuntimePacks.Pipeline;

/// <summary>
/// An output folder: where everything in it is, and what each stage leaves for the next. Nobody else knows a file name of it.
/// </summary>
public sealed class Workspace
{
    /// <param name="root">The folder, full.</param>
    public Workspace(string root)
    {
        Root = root;
        Listed = Record<ListedRelease>("resolve", "Resolve");
        Fetched = Record<ListedRelease>("fetch", "Fetch");
        Verified = Record<IReadOnlyList<VerifiedLibrary>>("verify", "Verify");
        Abi = Record<AbiComparison>("abi", "Verify");
        Release = Record<Release>("release", "Verify");
        Slimmed = Record<IReadOnlyList<SlimmedLibrary>>("slim", "Slim");
        Packed = Record<IReadOnlyList<PackedPackage>>("pack", "Pack");
        Smoked = Record<IReadOnlyList<SmokeResult>>("smoke", "Smoke");
        Shipped = Record<SignedPackages>("sign", "Sign");
        Pushed = Record<PushRecord>("push", "Push");
    }

    public string Root { get; }

    /// <summary>The release as its source lists it, before it is fetched.</summary>
    public StageRecord<ListedRelease> Listed { get; }

    /// <summary>The release that was fetched: every asset has a digest.</summary>
    public StageRecord<ListedRelease> Fetched { get; }

    /// <summary>The libraries that were taken out of the assets.</summary>
    public StageRecord<IReadOnlyList<VerifiedLibrary>> Verified { get; }

    /// <summary>How the release differs from the one before it.</summary>
    public StageRecord<AbiComparison> Abi { get; }

    /// <summary>The release that was verified, for the RIDs that were asked for: what the stages after Verify work on.</summary>
    public StageRecord<Release> Release { get; }

    public StageRecord<IReadOnlyList<SlimmedLibrary>> Slimmed { get; }

    public StageRecord<IReadOnlyList<PackedPackage>> Packed { get; }

    public StageRecord<IReadOnlyList<SmokeResult>> Smoked { get; }

    /// <summary>The packages that ship, and whether they are signed.</summary>
    public StageRecord<SignedPackages> Shipped { get; }

    /// <summary>How far the last push came.</summary>
    public StageRecord<PushRecord> Pushed { get; }

    /// <summary>What the build made and keeps for later runs.</summary>
    public string CacheFolder => In("cache");

    public string SampleFolder => In("sample");

    /// <summary>The sample of real Rust for every target.</summary>
    public string RealSampleFolder => In("sample-real");

    /// <summary>Libraries of all kinds, for tests and benchmarks.</summary>
    public string CorpusFolder => In("corpus");

    /// <summary>The lock of the sample, which is built again all the time.</summary>
    public string SampleLock => In("sample.lock.json");

    /// <summary>Where a lock lay before it lay beside the definition.</summary>
    public string FormerLock => In("release.lock.json");

    public string LibrariesFolder => In("libraries");

    public string SlimmedFolder => In("slimmed");

    /// <summary>The packages that ship.</summary>
    public string PackagesFolder => In("packages");

    /// <summary>The packages as they are packed, where they are signed after that.</summary>
    public string UnsignedFolder => In("unsigned");

    public string SmokeFolder => In("smoke");

    /// <summary>The packages of the sample that programs hold beside this one, and all that they are made of.</summary>
    public Workspace Beside => new(In("beside"));

    /// <summary>What Mirror downloads, and the projects that it asks NuGet with.</summary>
    public string ToolchainFolder => In("toolchain");

    /// <summary>What a push downloads to compare it, while it runs.</summary>
    public string PushFolder => In("push");

    public string ReportFolder => In("report");

    /// <summary>What the records of stages are in, and what is downloaded to compare exports.</summary>
    public string StagesFolder => In("stages");

    private string In(string name) => Path.Combine(Root, name);

    private StageRecord<T> Record<T>(string name, string stage)
        where T : class => new(Path.Combine(StagesFolder, name + ".json"), stage);
}
