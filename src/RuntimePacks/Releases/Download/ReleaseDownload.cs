using RuntimePacks.Network;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Releases.Download;

/// <summary>Brings the assets of a release into the cache, several at a time.</summary>
/// <param name="step">Told, in a line, of each start and end.</param>
/// <param name="log">Told, in a line, of each pause and of what was damaged.</param>
public sealed class ReleaseDownload(GitHubHttp http, AssetCache cache, ListedRelease release, ILogger step, ILogger log)
{
    private const int Connections = 6;

    /// <summary>Each file once: the assets, of which several may be one file, in the release's order, and the files of digests.</summary>
    private readonly ListedAsset[] _files = [.. release.Files.DistinctBy(file => file.Name)];

    /// <summary>How far each file is.</summary>
    public IReadOnlyList<Transfer> Transfers => field ??= [.. _files.Select(file => new Transfer(file.Name, file.Size))];

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
        var digests = files.ToDictionary(file => file.Name, file => file.Sha256);
        return release.With([.. release.Files.Select(file => file with { Sha256 = digests[file.Name] })]);
    }
}
