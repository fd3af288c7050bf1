using RuntimePacks.Network;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Releases.Download;

/// <summary>Brings the assets of a release into the cache, several at a time.</summary>
/// <param name="step">Told, in a line, of each start and end.</param>
/// <param name="log">Told, in a line, of each pause and of what was damaged.</param>
public sealed class ReleaseDownload(GitHubHttp http, AssetCache cache, ListedRelease release, ILogger step, ILogger log)
{
    private const int Connections = 6;

    private readonly ListedAsset[] _files = [.. release.Assets, .. release.DigestFiles];

    /// <summary>How far each file is: the assets in the release's order, and then the files of digests.</summary>
    public IReadOnlyList<Transfer> Transfers { get; } =
        [.. release.Assets.Concat(release.DigestFiles).Select(file => new Transfer(file.Name, file.Size))];

    /// <returns>The release, with every digest.</returns>
    /// <exception cref="RuntimePacksException">
    /// An asset cannot be had, or is not what the release lists; the others are kept as far as they came.
    /// </exception>
    public async Task<ListedRelease> RunAsync(CancellationToken cancellationToken = default)
    {
        var files = new ListedAsset[_files.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, files.Length, options, async (i, cancel) =>
            files[i] = await new AssetDownload(http, cache, release, _files[i], Transfers[i], step, log).RunAsync(cancel));
        return release.With(files);
    }
}
