using Build.CommandLine;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Feeds;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using RuntimePacks.Signing;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Stages;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace Build;

/// <summary>What the tasks share: where things are, what the command line asked for, and what each stage leaves for the next.</summary>
public sealed class BuildContext : FrostingContext
{
    private readonly Lazy<PackDefinition> _definition;
    private readonly Lazy<AssetCache> _cache;
    private Working? _working;

    public BuildContext(ICakeContext context, ICakeEngine engine, CallerDirectory caller, Options options, Outcome outcome) : base(context)
    {
        outcome.Watch(engine);
        Messages = new CakeLogger(context.Log) { IsLineShown = () => _working is { IsShown: true } };
        Root = context.Environment.WorkingDirectory.FullPath;
        Output = caller.Resolve(options.Value("output") ?? Path.Combine(Root, "artifacts"));
        Source = new ReleaseOptions(options, caller);
        Feed = new FeedOptions(options, caller, Source.IsSample, Messages);
        Only = options.Value("only");
        Size = options.Value("size");
        PackageVersion = options.Value("package-version");
        File = options.Value("file") is { } file ? caller.Resolve(file) : null;
        Package = options.Value("package") is { } package ? caller.Resolve(package) : null;
        Json = options.Flag("json");
        Parts = options.Value("parts") is { } parts ? caller.Resolve(parts) : null;
        AllowAbiBreak = options.Flag("allow-abi-break");
        Signing = new SigningOptions(options, caller);
        Mirror = new MirrorOptions(options, caller);
        SlimMode = options.Choice("slim", SlimMode.Full);
        Rids = options.Value("rids")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var definition = caller.Resolve(options.Value("definition") ?? Path.Combine(Root, "packaging", "slim.json"));
        _definition = new Lazy<PackDefinition>(() => PackDefinition.Load(definition));
        _cache = new Lazy<AssetCache>(() => new AssetCache(UserCache.Folder(Definition.CacheName, Definition.CacheVariable)));
        Toolbox = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), Messages);

        Listed = new(Path.Combine(Output, "stages", "resolve.json"), "Resolve");
        Lock = new(LockPath, "Fetch");
        AbiCompared = new(Path.Combine(Output, "stages", "abi.json"), "Verify");
        Verified = new(Path.Combine(Output, "stages", "verify.json"), "Verify");
        Slimmed = new(Path.Combine(Output, "stages", "slim.json"), "Slim");
        Packed = new(Path.Combine(Output, "stages", "pack.json"), "Pack");
        Smoked = new(Path.Combine(Output, "stages", "smoke.json"), "Smoke");
        Shipped = new(Path.Combine(Output, "stages", "sign.json"), "Sign");
        Pushed = new(Path.Combine(Output, "stages", "push.json"), "Push");
    }

    /// <summary>Where the pipeline tells what it does.</summary>
    public ILogger Messages { get; }

    /// <summary>The repository's root, full.</summary>
    public string Root { get; }

    /// <summary>The root of everything that the build writes, full.</summary>
    public string Output { get; }

    /// <summary>Which release is meant, and where it comes from.</summary>
    public ReleaseOptions Source { get; }

    /// <summary>Where packages go to.</summary>
    public FeedOptions Feed { get; }

    /// <summary>The one benchmark to run; null for all.</summary>
    public string? Only { get; }

    /// <summary>The size of the libraries that Bench measures on, in MB; null for SLIM's.</summary>
    public string? Size { get; }

    /// <summary>The assets that were downloaded, of all releases.</summary>
    public AssetCache Cache => _cache.Value;

    public string? PackageVersion { get; }

    /// <summary>Whether a release may break the programs that were compiled against the one before it.</summary>
    public bool AllowAbiBreak { get; }

    public SlimMode SlimMode { get; }

    /// <summary>What the packages are signed with.</summary>
    public SigningOptions Signing { get; }

    /// <summary>The RIDs to keep; null for all.</summary>
    public IReadOnlySet<string>? Rids { get; }

    /// <summary>The file to inspect, full.</summary>
    public string? File { get; }

    /// <summary>The package whose exports an inspected program should hold, or the one to audit, full.</summary>
    public string? Package { get; }

    /// <summary>Whether standard output is for a machine: JSON and nothing else.</summary>
    public bool Json { get; }

    /// <summary>The folder with what the jobs of a distributed release left, a folder per job, full.</summary>
    public string? Parts { get; }

    /// <summary>The mirror to write or to check.</summary>
    public MirrorOptions Mirror { get; }

    public RunStages Stages { get; } = new();

    public PackDefinition Definition => _definition.Value;

    public Toolbox Toolbox { get; }

    public string LockPath => Path.Combine(Output, "release.lock.json");

    public string SampleFolder => Path.Combine(Output, "sample");

    public string LibrariesFolder => Path.Combine(Output, "libraries");

    public string SlimmedFolder => Path.Combine(Output, "slimmed");

    /// <summary>The packages that ship.</summary>
    public string PackagesFolder => Path.Combine(Output, "packages");

    /// <summary>The packages as they are packed: what ships, unless it is signed after that.</summary>
    public string PackedFolder => Signing.Certificate is null ? PackagesFolder : Path.Combine(Output, "unsigned");

    public string SmokeFolder => Path.Combine(Output, "smoke");

    /// <summary>What Mirror downloads, and the projects that it asks NuGet with.</summary>
    public string ToolchainFolder => Path.Combine(Output, "toolchain");

    /// <summary>What a push downloads to compare it, while it runs.</summary>
    public string PushFolder => Path.Combine(Output, "push");

    public string ReportFolder => Path.Combine(Output, "report");

    public ReleaseFolder ReleaseFolder => new(Source.Folder ?? SampleFolder, Definition);

    public GitHubSource GitHubSource => Source.GitHub(Definition, Cache, Messages);

    public AssetSelection Selection => new(Definition, Rids);

    /// <summary>The release as its source lists it, before it is fetched.</summary>
    public StageRecord<ListedRelease> Listed { get; }

    /// <summary>The release that was fetched; the assets for all RIDs that ever were.</summary>
    public StageRecord<Release> Lock { get; }

    /// <summary>What the lock pinned before this run; null when there was nothing, or when it does not matter.</summary>
    public Release? Pinned => Source.LockMode == LockMode.Update ? null : Lock.TryRead();

    /// <summary>The release that was fetched, for the RIDs that were asked for.</summary>
    public Release Release => Lock.Read().Only(Selection);

    public StageRecord<IReadOnlyList<VerifiedLibrary>> Verified { get; }

    /// <summary>What the release before exports, as the feed has it; null when no feed was named.</summary>
    public PublishedAbi? PublishedAbi => Feed.Named is { } feed ? new PublishedAbi(Definition, feed, Path.Combine(Output, "stages")) : null;

    /// <summary>How the release differs from the one before it.</summary>
    public StageRecord<AbiComparison> AbiCompared { get; }

    public StageRecord<IReadOnlyList<SlimmedLibrary>> Slimmed { get; }

    public StageRecord<IReadOnlyList<PackedPackage>> Packed { get; }

    public StageRecord<IReadOnlyList<SmokeResult>> Smoked { get; }

    /// <summary>Asks the source of the release what it has.</summary>
    /// <exception cref="RuntimePacks.RuntimePacksException">There is no such release, or its source cannot be asked.</exception>
    public Task<ListedRelease> ListAsync() => Source.IsGitHub
        ? GitHubSource.ListAsync(Source.Wanted!, Source.Prerelease, Selection, Pinned, Source.AsksGitHub)
        : ReleaseFolder.ReadAsync(Source.Wanted, Selection, Pinned);

    /// <summary>The packages that ship, and whether they are signed.</summary>
    public StageRecord<SignedPackages> Shipped { get; }

    /// <summary>How far the last push came.</summary>
    public StageRecord<PushRecord> Pushed { get; }

    /// <summary>Where an asset of the release is, once it was fetched.</summary>
    public string PathOf(Asset asset) => Source.IsGitHub ? Cache.PathOf(asset.Sha256, asset.Name) : ReleaseFolder.PathOf(asset);

    /// <summary>Where an asset might be on this machine.</summary>
    public IEnumerable<string> CandidatesOf(Asset asset) =>
        [ReleaseFolder.PathOf(asset), Cache.PathOf(asset.Sha256, asset.Name)];

    /// <summary>Tells the user, in a line, what is being done.</summary>
    public void Say(string line) => Messages.Say(line);

    /// <summary>Shows on a terminal that something is being done, until the result is disposed of.</summary>
    public IDisposable? Work(string what) => _working = Log.Verbosity < Verbosity.Normal ? null : Working.Start(what);
}
