using NuGet.Common;
using NuGet.Packaging;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using RuntimePacks.Files;
using RuntimePacks.Network;

namespace RuntimePacks.Feeds;

/// <summary>
/// A folder in one of NuGet's two layouts: packages beside each other, where it holds some so, or <c>id/version/</c>, which NuGet
/// reads without opening every package. Each package appears whole, by a rename.
/// </summary>
internal sealed class FolderFeed(string folder) : PackageFeed
{
    public override string Name => folder;

    public override bool IsPublic => false;

    private bool IsFlat => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.nupkg").Any();

    public override async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) return [];
        using var cache = new SourceCacheContext { NoCache = true, DirectDownload = true };
        var versions = await (await FindAsync(cancellationToken)).GetAllVersionsAsync(id, cache, NullLogger.Instance, cancellationToken);
        return [.. versions.Order()];
    }

    public override async Task<bool> DownloadAsync(
        string id, NuGetVersion version, Stream destination, CancellationToken cancellationToken = default)
    {
        if (!await HasAsync(id, version, cancellationToken)) return false;
        using var cache = new SourceCacheContext { NoCache = true, DirectDownload = true };
        return await (await FindAsync(cancellationToken))
            .CopyNupkgToStreamAsync(id, version, destination, cache, NullLogger.Instance, cancellationToken);
    }

    public override async Task<bool> AddAsync(
        PackageToPush package, FeedKey? key, Transfer transfer, CancellationToken cancellationToken = default)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var added = IsFlat ? await AddFlatAsync(package, cancellationToken) : await AddUnderIdAsync(package, cancellationToken);
            transfer.Done = transfer.Size;
            return added;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not FileNotFoundException))
        {
            throw new RuntimePacksException($"{package.FileName} cannot be written to {folder}: {e.Message}", e);
        }
    }

    private async Task<bool> AddFlatAsync(PackageToPush package, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, package.FileName);
        if (File.Exists(path)) return false;
        await AtomicFile.WriteAsync(path, async stream =>
        {
            using var nupkg = File.OpenRead(package.Path);
            await nupkg.CopyToAsync(stream, cancellationToken);
        });
        return true;
    }

    /// <summary>
    /// NuGet writes the folder of a version, its hash and manifest;
    /// it does so aside, for the folder to be renamed as a whole.
    /// </summary>
    private async Task<bool> AddUnderIdAsync(PackageToPush package, CancellationToken cancellationToken)
    {
        var paths = new VersionFolderPathResolver(folder);
        var final = paths.GetInstallPath(package.Id, package.Version);
        if (Directory.Exists(final))
        {
            return await HasAsync(package.Id, package.Version, cancellationToken) ? false : throw Unfinished(final);
        }

        var aside = Path.Combine(folder, $".{package.FileName}.partial");
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        try
        {
            var extraction = new PackageExtractionContext(
                PackageSaveMode.Nuspec | PackageSaveMode.Nupkg,
                XmlDocFileSaveMode.None,
                ClientPolicyContext.GetClientPolicy(NuGet.Configuration.NullSettings.Instance, NullLogger.Instance),
                NullLogger.Instance);
            await OfflineFeedUtility.AddPackageToSource(
                new OfflineFeedAddContext(
                    package.Path,
                    aside,
                    NullLogger.Instance,
                    throwIfSourcePackageIsInvalid: true,
                    throwIfPackageExistsAndInvalid: true,
                    throwIfPackageExists: true,
                    extraction),
                cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            Directory.Move(new VersionFolderPathResolver(aside).GetInstallPath(package.Id, package.Version), final);
            return true;
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>NuGet sees no package in a folder that lacks some of its files: it would be waited for in vain.</summary>
    private static RuntimePacksException Unfinished(string path) =>
        new($"{path} is there, and holds no whole package: something else did not finish it; delete it and run again");

    /// <summary>Anew each time: NuGet's readers of folders remember what was there.</summary>
    private async Task<FindPackageByIdResource> FindAsync(CancellationToken cancellationToken) =>
        (await Repository.Factory.GetCoreV3(folder, IsFlat ? FeedType.FileSystemV2 : FeedType.FileSystemV3)
            .GetResourceAsync<FindPackageByIdResource>(cancellationToken))!;
}
