using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using RuntimePacks.Files;

namespace RuntimePacks.Feeds;

/// <summary>A nupkg that is to be on a feed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record PackageToPush(string Path, string Id, NuGetVersion Version, long Size, string Sha256)
{
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <exception cref="RuntimePacksException">It is not there, or is no package.</exception>
    public static async Task<PackageToPush> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path)) throw new RuntimePacksException($"there is no {path}: run --target Pack first");
        PackageIdentity identity;
        try
        {
            using var reader = new PackageArchiveReader(path);
            identity = reader.GetIdentity();
        }
        catch (Exception e) when (e is InvalidDataException or PackagingException)
        {
            throw new RuntimePacksException($"{path} is no package: {e.Message.ReplaceLineEndings(" ")}; run --target Pack again", e);
        }

        return new PackageToPush(
            path, identity.Id, identity.Version, new FileInfo(path).Length, await Digest.OfFileAsync(path, cancellationToken));
    }
}
