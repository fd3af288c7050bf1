using RuntimePacks.Definition;
using RuntimePacks.Network;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Releases.Download;

/// <summary>Lists the releases of a GitHub: from GitHub, or from the lock where that is enough or GitHub cannot be asked.</summary>
/// <param name="repositories"><c>owner/name</c>, the preferred one first.</param>
/// <param name="token">Null for what the public may see.</param>
public sealed class GitHubSource(
    GitHubHost host, GitHubToken? token, PackDefinition definition, IReadOnlyList<string> repositories, AssetCache cache,
    Patience patience, ILogger log)
{
    /// <summary>What is said instead of a version for the highest one.</summary>
    public const string Latest = GitHubReleases.Latest;

    // With the lock to fall back on, a network that is not there is not waited for.
    private const int AttemptsWithLock = 2;

    /// <summary>Lists a release.</summary>
    /// <param name="wanted">A version, a tag, or <see cref="Latest"/>.</param>
    /// <param name="prerelease">Whether the latest may be a prerelease.</param>
    /// <param name="pinned">What the lock pins; null when that does not matter.</param>
    /// <param name="ask">Whether to ask GitHub even though the lock and the cache have all that was asked for.</param>
    /// <exception cref="RuntimePacksException">
    /// There is no such release, or GitHub cannot be asked and the lock or the cache lack something.
    /// </exception>
    public async Task<ListedRelease> ListAsync(
        string wanted, bool prerelease, AssetSelection selection, Release? pinned, bool ask, CancellationToken cancellationToken = default)
    {
        var known = Known(wanted, selection, pinned);
        // What was pinned before all of it was uploaded may be whole by now.
        if (known is not null && !ask && wanted != Latest && ReleaseCompleteness.Fault(pinned!, definition, selection) is null)
        {
            log.Say($"{known.Repository} {known.Tag} as the lock pins it, out of the cache");
            return known;
        }

        using var http = Connect(known is null ? patience : patience with { Attempts = Math.Min(AttemptsWithLock, patience.Attempts) });
        try
        {
            return await new GitHubReleases(http, definition, repositories, log)
                .FindAsync(wanted, prerelease, selection, cancellationToken);
        }
        catch (OutOfReachException e) when (known is not null)
        {
            log.Warn($"{e.Message}. Going on with {known.Repository} {known.Tag} as the lock pins it, out of the cache");
            return known;
        }
    }

    /// <summary>What to download a release with.</summary>
    public GitHubHttp Connect() => Connect(patience);

    private GitHubHttp Connect(Patience patient) => new(host, definition.PackageId, token, patient);

    /// <summary>The release that was asked for, if the lock pins it and the cache has its assets.</summary>
    private ListedRelease? Known(string wanted, AssetSelection selection, Release? pinned)
    {
        if (pinned is null or { Sample: true }
            || !repositories.Contains(pinned.Repository)
            || !(wanted == Latest || wanted == pinned.Version || wanted == pinned.Tag))
        {
            return null;
        }

        var known = ListedRelease.Of(pinned, selection);
        return known.Assets.Count > 0 && known.Assets.All(cache.Lists) ? known : null;
    }
}
