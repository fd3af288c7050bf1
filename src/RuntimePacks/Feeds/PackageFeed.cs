using NuGet.Versioning;
using RuntimePacks.Files;
using RuntimePacks.Network;

namespace RuntimePacks.Feeds;

/// <summary>
/// A NuGet feed, a server or a folder: what it has, and adding to it.
/// Package ids are matched as NuGet does, without regard to case.
/// </summary>
public abstract class PackageFeed
{
    /// <summary>What people call it: an address or a folder, without anything secret.</summary>
    public abstract string Name { get; }

    /// <summary>Whether others than this machine can be served by it: neither a folder nor on loopback.</summary>
    public abstract bool IsPublic { get; }

    /// <summary>Opens what <c>--feed</c> says; nothing is asked of it yet.</summary>
    /// <param name="feed">The address of a V3 service index, a folder, or the name of a source in NuGet.config.</param>
    /// <param name="folder">
    /// Where relative paths are meant from and NuGet.config is looked for:
    /// there, in the folders above, and the user's, as <c>dotnet</c> does.
    /// </param>
    /// <param name="log">Told, in a line, of each pause.</param>
    /// <exception cref="RuntimePacksException">It is none of these, NuGet.config is damaged, or the address is not encrypted.</exception>
    public static PackageFeed Open(string feed, string folder, ILogger log, FeedPatience? patience = null)
    {
        var source = FeedSource.Find(feed, folder);
        return source.IsLocal ? new FolderFeed(source.Source) : new ServerFeed(source, patience ?? new FeedPatience(), log);
    }

    /// <summary>The versions of a package that the feed lists, the lowest first; none when it does not know the package.</summary>
    /// <exception cref="RuntimePacksException">The feed cannot be asked.</exception>
    public abstract Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Whether the feed lists exactly this package.</summary>
    /// <exception cref="RuntimePacksException">The feed cannot be asked.</exception>
    public async Task<bool> HasAsync(string id, NuGetVersion version, CancellationToken cancellationToken = default) =>
        (await VersionsAsync(id, cancellationToken)).Contains(version);

    /// <summary>Downloads a package.</summary>
    /// <param name="destination">Can seek; an attempt that fails is begun anew, so that it holds the package alone.</param>
    /// <returns>False when the feed has no such package.</returns>
    /// <exception cref="RuntimePacksException">The feed cannot be asked.</exception>
    public abstract Task<bool> DownloadAsync(
        string id, NuGetVersion version, Stream destination, CancellationToken cancellationToken = default);

    /// <summary>Downloads a package to a file, which appears whole or not at all.</summary>
    /// <exception cref="RuntimePacksException">The feed has no such package or cannot be asked, or the disk is full.</exception>
    public Task DownloadAsync(string id, NuGetVersion version, string path, CancellationToken cancellationToken = default) =>
        AtomicFile.WriteAsync(path, async stream =>
    {
        if (!await DownloadAsync(id, version, stream, cancellationToken)) throw new RuntimePacksException($"{Name} has no {id} {version}");
    });

    /// <summary>Adds a package.</summary>
    /// <param name="package">The nupkg.</param>
    /// <param name="key">What the feed wants for it; null for none.</param>
    /// <param name="transfer">Is told how far it is.</param>
    /// <returns>False when the feed has that version already.</returns>
    /// <exception cref="RuntimePacksException">The feed refuses it, or cannot be reached.</exception>
    public abstract Task<bool> AddAsync(
        PackageToPush package, FeedKey? key, Transfer transfer, CancellationToken cancellationToken = default);

    public override string ToString() => Name;
}
