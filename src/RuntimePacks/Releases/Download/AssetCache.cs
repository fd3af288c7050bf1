using RuntimePacks.Files;
using RuntimePacks.Stages;

namespace RuntimePacks.Releases.Download;

/// <summary>
/// The assets that were fetched, of all releases, each under its digest: <c>assets/SHA256/NAME</c>. Beside them are
/// unfinished downloads, the locks of those that are under way, and what is known of assets that GitHub gives no digest for.
/// Everything in it may be deleted at any time.
/// </summary>
public sealed class AssetCache(string folder)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Where an asset is, once it was fetched.</summary>
    public string PathOf(string sha256, string name) => Path.Combine(folder, "assets", sha256, name);

    /// <summary>Whether a file of this size is there; its bytes are not looked at.</summary>
    public bool Lists(ListedAsset asset) =>
        asset.Sha256 is not null && new FileInfo(PathOf(asset.Sha256, asset.Name)) is { Exists: true } file && file.Length == asset.Size;

    /// <summary>Whether an asset is there, whole; one that is damaged is removed.</summary>
    /// <param name="log">Told, in a line, of damage.</param>
    public async Task<bool> HoldsAsync(string sha256, string name, ILogger log, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256, name);
        if (!File.Exists(path)) return false;
        var found = await Digest.OfFileAsync(path, cancellationToken);
        if (found == sha256) return true;
        log.Warn($"{name}: the copy in the cache is damaged (expected sha256:{sha256}, found sha256:{found}); fetching it again");
        File.Delete(path);
        return false;
    }

    /// <summary>Where an unfinished download is.</summary>
    /// <param name="key">A name for what is downloaded: letters and digits.</param>
    internal string PartialOf(string key) => Path.Combine(folder, "partial", key);

    internal StageRecord<KnownAsset> KnownOf(string key) => new(Path.Combine(folder, "known", key + ".json"), "Fetch");

    /// <summary>Waits for its turn with one download; the system ends the turn of a run that was killed.</summary>
    /// <param name="waits">Called once if another run has it.</param>
    internal async Task<IDisposable> TakeAsync(string key, Action waits, CancellationToken cancellationToken)
    {
        // The file stays: taking it away would let a third run in while a second one still waits for the first one's.
        var path = Path.Combine(folder, "locks", key);
        Create(Path.GetDirectoryName(path)!);
        for (var i = 0; ; i++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (
                e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && !AtomicFile.IsDiskFull(e))
            {
                if (i == 0) waits();
                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    /// <exception cref="RuntimePacksException">The folder cannot be written.</exception>
    internal static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"the cache cannot be written: {e.Message}", e);
        }
    }
}

/// <summary>An asset that GitHub gives no digest for, as it was when it was downloaded.</summary>
/// <param name="ETag">Asks the server whether it still is.</param>
internal sealed record KnownAsset(string Sha256, string ETag);
