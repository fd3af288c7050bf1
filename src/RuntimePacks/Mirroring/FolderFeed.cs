using System.Text;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace RuntimePacks.Mirroring;

/// <summary>
/// Packages in NuGet's own layout, <c>id/version/id.version.nupkg</c> with <c>id.version.nupkg.sha512</c> and <c>id.nuspec</c>:
/// a source that <c>dotnet restore</c> reads ("Version 3 folder"), and the flat container of a V3 feed.
/// NuGet sees a package when its <c>.sha512</c> is there, which is therefore written last.
/// </summary>
internal sealed class FolderFeed(MirrorFolder folder)
{
    public const string Folder = "packages";

    private static readonly VersionFolderPathResolver Layout = new("", isLowercase: true);

    /// <summary>The path of a package's nupkg in a mirror.</summary>
    public static string Nupkg(string id, string version) => In(id, version, Layout.GetPackageFileName(id, NuGetVersion.Parse(version)));

    public static string Nuspec(string id, string version) => In(id, version, Layout.GetManifestFileName(id, NuGetVersion.Parse(version)));

    public static string Marker(string id, string version) => In(id, version, Layout.GetHashFileName(id, NuGetVersion.Parse(version)));

    /// <summary>Holds a package against what the folder has under its id and version.</summary>
    /// <returns>Whether it is there, whole; otherwise it has to be written.</returns>
    /// <exception cref="RuntimePacksException">Another package is there under this version.</exception>
    public async Task<bool> HasAsync(MirrorPackage package, CancellationToken cancellationToken = default)
    {
        var (nupkg, nuspec, marker) = (Nupkg(package.Id, package.Version), Nuspec(package.Id, package.Version), Marker(package.Id, package.Version));
        var found = folder.Recorded[nupkg] ?? Sha512.TryReadBase64(folder.PathOf(marker));
        if (found is null) return false;

        var expected = package.Sha512 ?? await Sha512.OfFileAsync(package.Source, cancellationToken);
        if (found != expected)
        {
            throw new RuntimePacksException(
                $"{package.Id} {package.Version} is in {folder.Root} with other content: its SHA-512 is {found[..16]}…, that of {package.Source} is {expected[..16]}…. "
                + "A version never changes what it holds: give this one a version of its own (--package-version), or write a new mirror");
        }

        var manifest = await NuspecOfAsync(package);
        if (!await IsAsync(nupkg, expected) || !await IsAsync(nuspec, Sha512.OfText(manifest)) || !await IsAsync(marker, Sha512.OfText(Sha512.ToBase64(expected)))) return false;
        folder.Keep(nupkg, expected);
        folder.Keep(nuspec, Sha512.OfText(manifest));
        folder.Keep(marker, Sha512.OfText(Sha512.ToBase64(expected)));
        return true;

        async Task<bool> IsAsync(string path, string sha512) =>
            File.Exists(folder.PathOf(path)) && await Sha512.OfFileAsync(folder.PathOf(path), cancellationToken) == sha512;
    }

    /// <summary>Copies a package into the folder.</summary>
    /// <exception cref="RuntimePacksException">It is not what it should be, or the disk is full.</exception>
    public async Task AddAsync(MirrorPackage package, CancellationToken cancellationToken = default)
    {
        var copied = "";
        await folder.WriteAsync(Nupkg(package.Id, package.Version), async stream =>
        {
            copied = await Sha512.CopyAsync(package.Source, stream, cancellationToken);
            if (package.Sha512 is { } expected && copied != expected) throw new RuntimePacksException($"{package.Source} is damaged: its SHA-512 is {copied[..16]}…, expected {expected[..16]}…; delete its folder and run again");
            return copied;
        });
        await folder.WriteTextAsync(Nuspec(package.Id, package.Version), await NuspecOfAsync(package));
        await folder.WriteTextAsync(Marker(package.Id, package.Version), Sha512.ToBase64(copied));
    }

    /// <summary>The manifests of all packages that finished runs or this one put into the folder, in order of id and version.</summary>
    /// <exception cref="RuntimePacksException">One is missing or damaged.</exception>
    public async Task<IReadOnlyList<NuspecReader>> ManifestsAsync(CancellationToken cancellationToken = default)
    {
        var all = folder.All();
        var manifests = new List<NuspecReader>();
        foreach (var path in all.Paths.Where(path => path.StartsWith(Folder + "/", StringComparison.Ordinal) && path.EndsWith(".nuspec", StringComparison.Ordinal)))
        {
            if (!File.Exists(folder.PathOf(path)) || await Sha512.OfFileAsync(folder.PathOf(path), cancellationToken) != all[path])
            {
                throw new RuntimePacksException($"{path} is missing in {folder.Root}, or is not what an earlier run wrote: --target CheckMirror names everything that is wrong with it");
            }

            manifests.Add(new NuspecReader(folder.PathOf(path)));
        }

        return [.. manifests.OrderBy(manifest => manifest.GetId().ToLowerInvariant(), StringComparer.Ordinal).ThenBy(manifest => manifest.GetVersion())];
    }

    private static string In(string id, string version, string name) => $"{Folder}/{Layout.GetVersionListDirectory(id)}/{NuGetVersion.Parse(version).ToNormalizedString().ToLowerInvariant()}/{name}";

    private static async Task<string> NuspecOfAsync(MirrorPackage package)
    {
        try
        {
            using var reader = new PackageArchiveReader(package.Source);
            await using (var nuspec = reader.GetNuspec())
            {
                using var text = new StreamReader(nuspec, Encoding.UTF8);
                return await text.ReadToEndAsync();
            }
        }
        catch (Exception e) when (e is InvalidDataException or PackagingException)
        {
            throw new RuntimePacksException($"{package.Source} is no package: {e.Message}", e);
        }
    }
}
