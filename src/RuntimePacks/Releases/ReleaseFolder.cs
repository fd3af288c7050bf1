using NuGet.Versioning;
using RuntimePacks.Definition;
using RuntimePacks.Files;

namespace RuntimePacks.Releases;

/// <summary>
/// A release whose assets lie in a folder: the sample, or what somebody downloaded by hand. A <c>release.json</c> beside
/// the assets says which release it is, and must agree with them; without one, the caller must say.
/// </summary>
public sealed class ReleaseFolder(string folder, PackDefinition definition)
{
    /// <summary>Finds the assets and hashes each.</summary>
    /// <param name="wanted">The version or tag that was asked for; null for what <c>release.json</c> says.</param>
    /// <param name="pinned">What the lock pins: it says which repository and tag a folder without <c>release.json</c> is from.</param>
    /// <exception cref="RuntimePacksException">There is no such release in the folder, or it is not what <c>release.json</c> says.</exception>
    public async Task<ListedRelease> ReadAsync(string? wanted, AssetSelection selection, Release? pinned, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) throw new RuntimePacksException($"there is no folder {folder}: --from takes 'github' or a folder that holds the assets of a release");

        var manifest = ReleaseManifest.TryRead(folder);
        if (manifest is not null && wanted is not null && wanted != manifest.Version && wanted != manifest.Tag)
        {
            throw new RuntimePacksException($"{folder} holds release {manifest.Version} (its {ReleaseManifest.FileName} says so), not {wanted}");
        }

        var tags = new ReleaseTags(definition.TagPatterns);
        var version = manifest?.Version ?? (wanted is null ? null : tags.VersionOf(wanted)?.ToFullString() ?? wanted)
            ?? throw new RuntimePacksException($"{folder} has no {ReleaseManifest.FileName}: say which release it is with --release");
        if (!SemanticVersion.TryParse(version, out _)) throw new RuntimePacksException($"'{version}' is not a version: expected one like 1.4.0 or 1.4.0-rc.1");

        var same = manifest is null && pinned is { Sample: false } && pinned.Version == version ? pinned : null;
        var selected = selection.Choose(manifest?.Assets.Select(asset => asset.Name) ?? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!), name => name, folder);
        return new ListedRelease
        {
            Repository = manifest?.Repository ?? same?.Repository ?? definition.Repositories[0],
            Tag = manifest?.Tag ?? same?.Tag ?? (version == wanted ? tags.Of(version).First() : wanted!),
            Version = version,
            Commit = manifest?.Commit,
            Sample = manifest?.Sample ?? false,
            Assets = await HashAsync(selected.Taken, manifest, cancellationToken),
            Excluded = selected.Excluded,
            Skipped = selected.Skipped,
        };
    }

    /// <summary>The full path of an asset.</summary>
    public string PathOf(Asset asset) => Path.Combine(folder, asset.Name);

    private async Task<ListedAsset[]> HashAsync(List<(string Name, string Target)> chosen, ReleaseManifest? manifest, CancellationToken cancellationToken)
    {
        var assets = new ListedAsset[chosen.Count];
        await Parallel.ForAsync(0, chosen.Count, cancellationToken, async (i, cancel) =>
        {
            var (name, target) = chosen[i];
            var path = Path.Combine(folder, name);
            if (!File.Exists(path)) throw new RuntimePacksException($"{folder} lacks the asset {name}, which its {ReleaseManifest.FileName} lists");
            var sha256 = await Digest.OfFileAsync(path, cancel);
            var listed = manifest?.Assets.First(asset => asset.Name == name).Digest;
            if (listed is not null && listed != $"sha256:{sha256}")
            {
                throw new RuntimePacksException($"{path} is not the asset that {ReleaseManifest.FileName} lists: expected {listed}, found sha256:{sha256}; download it again");
            }

            assets[i] = new ListedAsset(name, target, new FileInfo(path).Length, sha256, Id: null, DigestSource.Folder);
        });
        return assets;
    }
}
