using NuGet.Versioning;
using RuntimePacks.Definition;
using RuntimePacks.Network;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Authoring;

/// <summary>Finds and fetches a release on GitHub that no definition tells of yet: its tag and its assets are not known.</summary>
/// <param name="repository"><c>owner/name</c>.</param>
/// <param name="token">Null for what the public may see.</param>
public sealed class ReleaseOnGitHub(GitHubHost host, GitHubToken? token, string repository, Patience patience, ILogger log)
{
    /// <summary>How many releases are looked at for one with assets that may hold libraries.</summary>
    private const int MostLookedAt = 10;

    private static readonly string[] s_endings = [".zip", ".7z", ".tar", ".gz", ".xz", ".bz2", ".zst", ".tgz", ".txz", ".a", ".lib"];

    /// <param name="wanted">A version, a tag, or <see cref="GitHubSource.Latest"/>, which null means too.</param>
    /// <param name="prerelease">Whether the latest may be a prerelease.</param>
    /// <exception cref="RuntimePacksException">There is no such release, or none with assets that may hold libraries.</exception>
    public async Task<KnownRelease> FetchAsync(string? wanted, bool prerelease, CancellationToken cancellationToken = default)
    {
        // Where the packages are named for the repository, the next run finds the assets here.
        var cacheOf = new PackageNames(repository.Split('/')[1], repository).PackageId;
        var cache = new AssetCache(UserCache.Folder(PackDefinition.CacheNameOf(cacheOf), PackDefinition.CacheVariableOf(cacheOf)));
        using var http = new GitHubHttp(host, cacheOf, token, patience);
        var source = new GitHubRepository(http, repository, log, cancellationToken);
        var (release, version, all) = await FindAsync(source, wanted, prerelease);
        var assets = all.Where(asset => MayHoldLibrary(asset.Name)).ToList();
        var listed = new ListedRelease
        {
            Repository = repository,
            Tag = release.TagName,
            Version = version,
            Assets = [.. assets.Select(asset => GitHubReleases.Listed(asset, target: "", $"{repository} {release.TagName}"))],
        };
        log.Say($"{repository} {release.TagName}, {assets.Count} assets that may hold libraries");
        var fetched = await new ReleaseDownload(http, cache, listed, log, log).RunAsync(cancellationToken);
        return new KnownRelease(
            Folder: null, repository, release.TagName, version, all.Select(asset => asset.Name).ToHashSet(),
            [.. fetched.Assets.Select(asset => cache.PathOf(asset.Sha256!, asset.Name))]);
    }

    private async Task<(ReleaseAnswer Release, string Version, IReadOnlyList<AssetAnswer> Assets)> FindAsync(
        GitHubRepository source, string? wanted, bool prerelease)
    {
        var isLatest = wanted is null or GitHubSource.Latest;
        var all = await source.AllAsync() ?? throw new RuntimePacksException(
            $"there is no repository {repository} on {host.Web.Authority}, or it is private: GITHUB_TOKEN opens those");
        var candidates = all.Where(release => !release.Draft && VersionOf(release) is { } version
            && (isLatest ? prerelease || !(release.Prerelease || version.IsPrerelease) : IsMeant(release.TagName, wanted!))).ToList();
        foreach (var release in candidates.Take(MostLookedAt))
        {
            // A repository that releases several things has tags for each: the newest that has libraries says which are meant.
            var meant = isLatest ? candidates.Where(other => FormOf(other) == FormOf(release)).MaxBy(VersionOf)! : release;
            var assets = await source.AssetsAsync(meant);
            if (assets.Any(asset => MayHoldLibrary(asset.Name))) return (meant, KnownRelease.VersionIn(meant.TagName)!, assets);
        }

        var named = (candidates.Count > 0 ? candidates : all).Take(MostLookedAt).Select(release => release.TagName);
        var tags = Listed.Some(named, MostLookedAt / 2);
        if (candidates.Count > 0)
        {
            throw new RuntimePacksException(
                $"{repository}: no release of {tags} has an asset that may hold a static library for a system: expected names like "
                + "demo-x86_64-unknown-linux-gnu.tar.gz or demo-linux-x64.zip; where they say no system, download them for --from FOLDER");
        }

        var meantOne = isLatest ? "with a version in its tag" : wanted;
        throw new RuntimePacksException($"{repository} has no release {meantOne}: it has {(tags.Length > 0 ? tags : "none")}");
    }

    private static bool IsMeant(string tag, string wanted) => tag == wanted || KnownRelease.VersionIn(tag) == wanted;

    private static NuGetVersion? VersionOf(ReleaseAnswer release) =>
        KnownRelease.VersionIn(release.TagName) is { } version ? ReleaseTags.Parse(version) : null;

    /// <summary>What stands before the version.</summary>
    private static string FormOf(ReleaseAnswer release) => release.TagName[..^KnownRelease.VersionIn(release.TagName)!.Length];

    private static bool MayHoldLibrary(string name) =>
        AssetWords.Of(name).Tell
        && s_endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !name.Contains(".so.", StringComparison.Ordinal)
        && !name.Contains(".dylib.", StringComparison.Ordinal)
        && !name.Contains(".dll.", StringComparison.Ordinal);
}
