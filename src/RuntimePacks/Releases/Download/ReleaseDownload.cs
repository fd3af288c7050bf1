using RuntimePacks.Network;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Releases.Download;

/// <summary>Brings the assets of a release into the cache, several at a time.</summary>
/// <param name="step">Told, in a line, of each start and end.</param>
/// <param name="log">Told, in a line, of each pause and of what was damaged.</param>
public sealed class ReleaseDownload(GitHubHttp http, AssetCache cache, ListedRelease release, ILogger step, ILogger log)
{
    private const int Connections = 6;

    /// <summary>How far each asset is, in the release's order.</summary>
    public IReadOnlyList<Transfer> Transfers { get; } = [.. release.Assets.Select(asset => new Transfer(asset.Name, asset.Size))];

    /// <returns>The release, with every digest.</returns>
    /// <exception cref="RuntimePacksException">
    /// An asset cannot be had, or is not what the release lists; the others are kept as far as they came.
    /// </exception>
    public async Task<ListedRelease> RunAsync(CancellationToken cancellationToken = default)
    {
        var assets = new ListedAsset[release.Assets.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, assets.Length, options, async (i, cancel) =>
            assets[i] = await new AssetDownload(http, cache, release, release.Assets[i], Transfers[i], step, log).RunAsync(cancel));
        return release with { Assets = assets };
    }
}
