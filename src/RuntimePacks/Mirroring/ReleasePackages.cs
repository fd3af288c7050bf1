using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Releases;

namespace RuntimePacks.Mirroring;

/// <summary>The packages and the lock that a release brings to a mirror.</summary>
/// <param name="Release">The line of the mirror's record.</param>
/// <param name="Packages">The packages, the one that consumers reference last.</param>
/// <param name="Lock">What was released, as the lock has it.</param>
public sealed record ReleasePackages(MirrorRecord.MirroredRelease Release, IReadOnlyList<MirrorPackage> Packages, string Lock)
{
    private const string LockName = "release.lock.json";

    /// <param name="packages">The packages, the one that consumers reference last.</param>
    /// <param name="folder">Where they are.</param>
    /// <exception cref="RuntimePacksException">A package is not what the stage before left.</exception>
    public static async Task<ReleasePackages> ReadAsync(
        Release release, IReadOnlyList<PackedPackage> packages, string folder, CancellationToken cancellationToken = default)
    {
        foreach (var package in packages)
        {
            var path = Path.Combine(folder, package.FileName);
            if (!await Digest.IsOfFileAsync(package.Sha256, path, cancellationToken))
            {
                throw new RuntimePacksException(
                    $"{path} is not what Sign left: expected sha256:{package.Sha256}; run --target Sign again");
            }
        }

        var (id, version) = (packages[^1].Id, packages[^1].Version);
        var rids = packages.Select(package => package.Rid).OfType<string>().ToList();
        var @lock = $"{MirrorFolder.ReleasesFolder}/{id.ToLowerInvariant()}/{version.ToLowerInvariant()}/{LockName}";
        return new ReleasePackages(
            new MirrorRecord.MirroredRelease(id, version, release.Repository, release.Tag, release.Commit, release.Sample, rids, @lock),
            [.. packages.Select(package => new MirrorPackage(package.Id, package.Version, Path.Combine(folder, package.FileName)))],
            JsonFile.Text(release));
    }
}
