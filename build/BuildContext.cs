using Build.CommandLine;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using StaticLibraries.Slimming.Linking;
using RuntimePacks.Abi;
using RuntimePacks.Audit;
using RuntimePacks.Definition;
using RuntimePacks.Feeds;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using RuntimePacks.Slimming;
using RuntimePacks.Tools;

namespace Build;

/// <summary>What the tasks share: where things are, what the command line asked for, and what each stage leaves for the next.</summary>
public sealed class BuildContext : FrostingContext
{
    private readonly Lazy<PackDefinition> _definition;
    private readonly Lazy<AssetCache> _cache;
    private readonly Lazy<ReleaseLock> _lock;
    private readonly Lazy<ReleaseLock> _sampleLock;
    private Working? _working;

    public BuildContext(ICakeContext context, ICakeEngine engine, CallerDirectory caller, Options options, Outcome outcome) : base(context)
    {
        outcome.Watch(engine);
        Messages = new CakeLogger(context.Log) { IsLineShown = () => _working is { IsShown: true } };
        Root = context.Environment.WorkingDirectory.FullPath;
        Workspace = new Workspace(caller.Resolve(options.Value("output") ?? Path.Combine(Root, "artifacts")));
        Source = new ReleaseOptions(options, caller);
        Feed = new FeedOptions(options, caller, Source.IsSample, Messages);
        Only = options.Value("only");
        All = options.Flag("all");
        var minutes = options.Value("minutes") ?? "10";
        if (!int.TryParse(minutes, out var parsed) || parsed < 1)
            throw new RuntimePacksException($"--minutes takes a whole number from 1 on, not '{minutes}'");
        Minutes = parsed;
        PackageVersion = options.Value("package-version");
        File = options.Value("file") is { } inspected ? caller.Resolve(inspected) : null;
        Package = options.Value("package") is { } package ? caller.Resolve(package) : null;
        Json = options.Flag("json");
        Parts = options.Value("parts") is { } parts ? caller.Resolve(parts) : null;
        AllowAbiBreak = options.Flag("allow-abi-break");
        Signing = new SigningOptions(options, caller);
        Mirror = new MirrorOptions(options, caller);
        SlimMode = options.Choice("slim", SlimMode.Full);
        Rids = options.Value("rids")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var definition = caller.Resolve(options.Value("definition") ?? Path.Combine(Root, "packaging", "slim.json"));
        DefinitionFile = definition;
        var @lock = options.Value("lock") is { } file ? caller.Resolve(file) : null;
        _definition = new Lazy<PackDefinition>(() => PackDefinition.Load(definition));
        _lock = new Lazy<ReleaseLock>(() =>
        {
            var path = @lock ?? ReleaseLock.Beside(definition);
            if (options.Writes) ReleaseLock.TakeOver(Workspace.FormerLock, path, Messages);
            return ReleaseLock.Open(path, Source.LockMode);
        });
        _sampleLock = new Lazy<ReleaseLock>(() => ReleaseLock.Open(@lock ?? Workspace.SampleLock, Source.LockMode));
        _cache = new Lazy<AssetCache>(() => new AssetCache(UserCache.Folder(Definition.CacheName, Definition.CacheVariable)));
        Toolbox = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), Messages);
    }

    /// <summary>Where the pipeline tells what it does.</summary>
    public ILogger Messages { get; }

    /// <summary>The repository's root, full.</summary>
    public string Root { get; }

    /// <summary>The folder of everything that the build writes.</summary>
    public Workspace Workspace { get; }

    /// <summary>Which release is meant, and where it comes from.</summary>
    public ReleaseOptions Source { get; }

    /// <summary>Where packages go to.</summary>
    public FeedOptions Feed { get; }

    /// <summary>Whether tests that take long are passed too.</summary>
    public bool All { get; }

    /// <summary>How many minutes to fuzz.</summary>
    public int Minutes { get; }

    /// <summary>The one benchmark to run, or the part of the corpus to build; null for all.</summary>
    public string? Only { get; }

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

    /// <summary>How far this run is.</summary>
    public RunStages Stages { get; } = new();

    /// <summary>The report of this run.</summary>
    public RunReport Report => new(Definition, Workspace, Stages);

    /// <summary>The file of the definition, full.</summary>
    public string DefinitionFile { get; }

    public PackDefinition Definition => _definition.Value;

    public Toolbox Toolbox { get; }

    /// <summary>The packages as they are packed: what ships, unless it is signed after that.</summary>
    public string PackedFolder => Signing.Certificate is null ? Workspace.PackagesFolder : Workspace.UnsignedFolder;

    public ReleaseFolder ReleaseFolder =>
        new(Source.Folder ?? (Source.IsReal ? Workspace.RealSampleFolder : Workspace.SampleFolder), Definition);

    public GitHubSource GitHubSource => Source.GitHub(Definition, Cache, Messages);

    public AssetSelection Selection => new(Definition, Rids);

    /// <summary>The lock of the release that was asked for.</summary>
    public ReleaseLock Lock => (Source.IsSample ? _sampleLock : _lock).Value;

    /// <summary>What the release before exports, as the feed has it; null when no feed was named.</summary>
    public PublishedAbi? PublishedAbi => Feed.Named is { } feed ? new PublishedAbi(Definition, feed, Workspace.StagesFolder) : null;

    /// <summary>Pins the release once its libraries were verified.</summary>
    public ReleaseVerification Verification(ReleaseLock @lock) => new(Workspace, @lock, PublishedAbi, AllowAbiBreak, Messages);

    /// <summary>The lock of a release: a sample is never in the one beside the definition.</summary>
    public ReleaseLock LockOf(ListedRelease release) => (release.Sample ? _sampleLock : _lock).Value;

    /// <summary>Asks the source of the release what it has.</summary>
    /// <exception cref="RuntimePacks.RuntimePacksException">There is no such release, or its source cannot be asked.</exception>
    public async Task<ListedRelease> ListAsync() => Source.IsGitHub
        ? await GitHubSource.ListAsync(Source.Wanted!, Source.Prerelease, Selection, Lock.Pinned, Source.AsksGitHub)
        : ReleaseFolder.List(Source.Wanted, Selection, Lock.Pinned);

    /// <summary>Where an asset of the release is, once it was fetched.</summary>
    public string PathOf(Asset asset) => Source.IsGitHub ? Cache.PathOf(asset.Sha256, asset.Name) : ReleaseFolder.PathOf(asset);

    /// <summary>Where an asset might be on this machine.</summary>
    public IEnumerable<string> CandidatesOf(Asset asset) =>
        [ReleaseFolder.PathOf(asset), Cache.PathOf(asset.Sha256, asset.Name)];

    /// <summary>Tells the user, in a line, what is being done.</summary>
    public void Say(string line) => Messages.Say(line);

    /// <summary>Shows on a terminal that something is being done, until the result is disposed of.</summary>
    public IDisposable? Work(string what) => _working = Log.Verbosity < Verbosity.Normal ? null : Working.Start(what);

    /// <summary>The release that a package is held against: what the lock pins, or the sample's lock for a package of the sample.</summary>
    /// <exception cref="RuntimePacksException">There is no lock.</exception>
    public async Task<Release> AuditedReleaseAsync(string package)
    {
        var @lock = (await PackageVerification.IsSampleAsync(package) ? _sampleLock : _lock).Value;
        return @lock.Content ?? throw new RuntimePacksException(
            $"there is no {@lock.Path} to hold the package against: --lock FILE names the lock of its release");
    }
}
