using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Platforms;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using RuntimePacks.Releases.GitHub;
using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace Build;

/// <summary>What the tasks share: where things are, what the command line asked for, and what each stage leaves for the next.</summary>
public sealed class BuildContext : FrostingContext
{
    private const string GitHub = "github";

    private readonly Lazy<PackDefinition> _definition;

    public BuildContext(ICakeContext context, ICakeEngine engine, CallerDirectory caller, Outcome outcome) : base(context)
    {
        outcome.Watch(engine);
        var options = new Options(context.Arguments);
        Root = context.Environment.WorkingDirectory.FullPath;
        Output = caller.Resolve(options.Value("output") ?? Path.Combine(Root, "artifacts"));
        ReleaseVersion = options.Value("release");
        Prerelease = options.Flag("prerelease");
        From = options.Value("from") is { } from && from != GitHub ? caller.Resolve(from) : null;
        if (options.Value("from") == GitHub && ReleaseVersion is null) throw new RuntimePacksException("--from github needs --release: a version, a tag or 'latest'");
        Repository = options.Value("repository");
        if (Repository?.Split('/') is not (null or [{ Length: > 0 }, { Length: > 0 }])) throw new RuntimePacksException($"--repository takes owner/name, not '{Repository}'");
        GitHubHost = options.Value("github-url") is { } url ? GitHubHost.Parse(url) : GitHubHost.Public;
        LockMode = (options.Flag("locked"), options.Flag("update-lock")) switch
        {
            (true, true) => throw new RuntimePacksException("--locked and --update-lock exclude each other"),
            (true, _) => LockMode.Locked,
            // The developer builds the sample again and again: its lock is never in the way.
            (_, var update) => update || UsesSample ? LockMode.Update : LockMode.Keep,
        };
        AsksGitHub = options.Targets.Any(target => target.ToLowerInvariant() is "resolve" or "fetch");
        Only = options.Value("only");
        PackageVersion = options.Value("package-version");
        Rids = options.Value("rids")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var definition = caller.Resolve(options.Value("definition") ?? Path.Combine(Root, "packaging", "slim.json"));
        _definition = new Lazy<PackDefinition>(() => PackDefinition.Load(definition));
        Cache = new AssetCache(UserCache.Folder("slim-native", "SLIM_NATIVE_CACHE"));
        Toolbox = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), Say);

        Listed = new(Path.Combine(Output, "stages", "resolve.json"), "Resolve");
        Lock = new(LockPath, "Fetch");
        Verified = new(Path.Combine(Output, "stages", "verify.json"), "Verify");
        Packed = new(Path.Combine(Output, "stages", "pack.json"), "Pack");
        Smoked = new(Path.Combine(Output, "stages", "smoke.json"), "Smoke");
    }

    /// <summary>The repository's root, full.</summary>
    public string Root { get; }

    /// <summary>The root of everything that the build writes, full.</summary>
    public string Output { get; }

    /// <summary>The folder that holds the release's assets; null for the sample and for GitHub.</summary>
    public string? From { get; }

    /// <summary>The version or tag of the release, or <c>latest</c>; null for the sample, or for what the folder says.</summary>
    public string? ReleaseVersion { get; }

    /// <summary>Whether the latest release may be a prerelease.</summary>
    public bool Prerelease { get; }

    /// <summary>The repository to take the place of the definition's; null for those.</summary>
    public string? Repository { get; }

    public GitHubHost GitHubHost { get; }

    public LockMode LockMode { get; }

    /// <summary>Whether GitHub is asked even though the lock and the cache have everything.</summary>
    public bool AsksGitHub { get; }

    /// <summary>The one benchmark to run; null for all.</summary>
    public string? Only { get; }

    /// <summary>The assets that were downloaded, of all releases.</summary>
    public AssetCache Cache { get; }

    public string? PackageVersion { get; }

    /// <summary>The RIDs to keep; null for all.</summary>
    public IReadOnlySet<string>? Rids { get; }

    public PackDefinition Definition => _definition.Value;

    public Toolbox Toolbox { get; }

    /// <summary>Whether the release is the sample that the project builds itself.</summary>
    public bool UsesSample => From is null && ReleaseVersion is null;

    /// <summary>Whether the release comes from a GitHub.</summary>
    public bool UsesGitHub => From is null && ReleaseVersion is not null;

    public string LockPath => Path.Combine(Output, "release.lock.json");

    public string SampleFolder => Path.Combine(Output, "sample");

    public string LibrariesFolder => Path.Combine(Output, "libraries");

    public string PackagesFolder => Path.Combine(Output, "packages");

    public string SmokeFolder => Path.Combine(Output, "smoke");

    public string ReportFolder => Path.Combine(Output, "report");

    public ReleaseFolder ReleaseFolder => new(From ?? SampleFolder, Definition);

    public GitHubSource GitHubSource =>
        new(GitHubHost, GitHubToken.FromEnvironment(GitHubHost), Definition, Repository is null ? Definition.Repositories : [Repository], Cache, new Patience(), Say);

    public AssetSelection Selection => new(Definition, Rids);

    /// <summary>The release as its source lists it, before it is fetched.</summary>
    public StageRecord<ListedRelease> Listed { get; }

    /// <summary>The release that was fetched; the assets for all RIDs that ever were.</summary>
    public StageRecord<Release> Lock { get; }

    /// <summary>What the lock pinned before this run; null when there was nothing, or when it does not matter.</summary>
    public Release? Pinned => LockMode == LockMode.Update ? null : Lock.TryRead();

    /// <summary>The release that was fetched, for the RIDs that were asked for.</summary>
    public Release Release => Lock.Read().Only(Selection);

    public StageRecord<IReadOnlyList<VerifiedLibrary>> Verified { get; }

    public StageRecord<IReadOnlyList<PackedPackage>> Packed { get; }

    public StageRecord<IReadOnlyList<SmokeResult>> Smoked { get; }

    /// <summary>Where an asset of the release is, once it was fetched.</summary>
    public string PathOf(Asset asset) => UsesGitHub ? Cache.PathOf(asset.Sha256, asset.Name) : ReleaseFolder.PathOf(asset);

    /// <summary>Tells the user, in a line, what is being done.</summary>
    public void Say(string line) => Log.Information("{0}", line);
}
