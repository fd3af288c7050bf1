using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Authoring;
using RuntimePacks.Definition;
using RuntimePacks.Network;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using RuntimePacks.Releases.GitHub;

namespace Build.CommandLine;

/// <summary>Which release the command line asks for, where it comes from, and what its lock may do.</summary>
public sealed class ReleaseOptions
{
    private const string FromGitHub = "github";

    private readonly string? _from;
    private readonly string? _repository;
    private readonly GitHubHost _host;

    /// <exception cref="RuntimePacksException">The options contradict each other, or one has a value that it cannot have.</exception>
    public ReleaseOptions(Options options, CallerDirectory caller)
    {
        Wanted = options.Value("release");
        Prerelease = options.Flag("prerelease");
        var from = _from = options.Value("from");
        if (from == FromGitHub && Wanted is null)
        {
            throw new RuntimePacksException("--from github needs --release: a version, a tag or 'latest'");
        }

        Folder = from is null or FromGitHub ? null : caller.Resolve(from);
        _repository = options.Value("repository");
        if (_repository?.Split('/') is not (null or [{ Length: > 0 }, { Length: > 0 }]))
        {
            throw new RuntimePacksException($"--repository takes owner/name, not '{_repository}'");
        }

        _host = options.Value("github-url") is { } url ? GitHubHost.Parse(url) : GitHubHost.Public;
        LockMode = (options.Flag("locked"), options.Flag("update-lock")) switch
        {
            (true, true) => throw new RuntimePacksException("--locked and --update-lock exclude each other"),
            (true, false) => LockMode.Locked,
            (false, true) => LockMode.Update,
            _ => IsSample ? LockMode.Update : LockMode.Keep, // the sample is built again all the time, and its lock is never in the way
        };
        IsReal = options.Value("sample") switch
        {
            null => false,
            "real" when IsSample => true,
            "real" => throw new RuntimePacksException("--sample real and a release (--release, --from) exclude each other"),
            var other => throw new RuntimePacksException($"--sample takes the word real, not '{other}'"),
        };
        AsksGitHub = options.Targets.Any(target => target is "Resolve" or "Fetch" or "Matrix");
    }

    /// <summary>The version or tag of the release, or <c>latest</c>; null for the sample, or for what the folder says.</summary>
    public string? Wanted { get; }

    /// <summary>Whether the latest release may be a prerelease.</summary>
    public bool Prerelease { get; }

    /// <summary>The folder that holds the release's assets, full; null for the sample and for GitHub.</summary>
    public string? Folder { get; }

    /// <summary>Whether the release is the sample that the project builds itself.</summary>
    public bool IsSample => Folder is null && Wanted is null;

    /// <summary>Whether the sample is to be real Rust for every target, which takes minutes; otherwise C stands in for some.</summary>
    public bool IsReal { get; }

    /// <summary>Whether the release comes from a GitHub.</summary>
    public bool IsGitHub => Folder is null && Wanted is not null;

    public LockMode LockMode { get; }

    /// <summary>Whether GitHub is asked even though the lock and the cache have everything: when that is what the run is for.</summary>
    public bool AsksGitHub { get; }

    /// <summary>Where a release is that no definition tells of yet: on GitHub, where <c>--from</c> is owner/name and no folder.</summary>
    /// <exception cref="RuntimePacksException">The token in the environment cannot be used.</exception>
    public ReleaseOnGitHub? Undefined(ILogger log) =>
        !Directory.Exists(Folder) && _from?.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
            ? new(_host, GitHubToken.FromEnvironment(_host), _from, new Patience(), log)
            : null;

    /// <exception cref="RuntimePacksException">The token in the environment cannot be used.</exception>
    public GitHubSource GitHub(PackDefinition definition, AssetCache cache, ILogger log) =>
        new(
            _host, GitHubToken.FromEnvironment(_host), definition, _repository is null ? definition.Repositories : [_repository], cache,
            new Patience(), log);
}
