using NuGet.Versioning;
using RuntimePacks.Files;
using RuntimePacks.Platforms;

namespace RuntimePacks.Releases;

/// <summary>
/// A release whose assets lie in a folder: the sample, or what somebody downloaded by hand. A <c>release.json</c> beside
/// the assets says which release it is, and must agree with them; without one, the caller must say.
/// </summary>
public sealed class ReleaseFolder(string folder, PackDefinition definition)
{
    /// <summary>Finds the assets and hashes each.</summary>
    /// <param name="version">The version that was asked for, or null for what <c>release.json</c> says.</param>
    /// <param name="rids">The RIDs to keep, or null for all.</param>
    /// <param name="say">Told, in a line, of each asset that is left out.</param>
    /// <exception cref="RuntimePacksException">There is no such release in the folder, or it is not what <c>release.json</c> says.</exception>
    public async Task<Release> ReadAsync(string? version, IReadOnlySet<string>? rids, Action<string> say, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) throw new RuntimePacksException($"there is no folder {folder}: --from takes 'github' or a folder that holds the assets of a release");
        if (rids?.FirstOrDefault(rid => definition.Platforms.All(platform => platform.Rid != rid)) is { } unknown)
        {
            throw new RuntimePacksException($"the definition has no RID {unknown}; it has {string.Join(", ", definition.Platforms.Select(platform => platform.Rid).OfType<string>())}");
        }

        var manifest = ReleaseManifest.TryRead(folder);
        if (manifest is not null && version is not null && version != manifest.Version && version != manifest.Tag)
        {
            throw new RuntimePacksException($"{folder} holds release {manifest.Version} (its {ReleaseManifest.FileName} says so), not {version}");
        }

        version = manifest?.Version ?? version ?? throw new RuntimePacksException($"{folder} has no {ReleaseManifest.FileName}: say which release it is with --release");
        if (!NuGetVersion.TryParseStrict(version, out _)) throw new RuntimePacksException($"'{version}' is not a version: expected one like 1.4.0 or 1.4.0-rc.1");

        var skipped = new List<string>();
        var release = new Release
        {
            Repository = manifest?.Repository ?? definition.Repositories[0],
            Tag = manifest?.Tag ?? definition.TagPatterns[0].Replace("{version}", version, StringComparison.Ordinal),
            Version = version,
            Commit = manifest?.Commit,
            Sample = manifest?.Sample ?? false,
            Assets = await HashAsync(Choose(manifest, rids, skipped), manifest, cancellationToken).ConfigureAwait(false),
            Skipped = skipped,
        };
        foreach (var name in skipped) say($"skipped {name}: the definition does not know its target");
        return release;
    }

    /// <summary>The full path of an asset.</summary>
    public string PathOf(Asset asset) => Path.Combine(folder, asset.Name);

    private List<(string Name, string Target)> Choose(ReleaseManifest? manifest, IReadOnlySet<string>? rids, List<string> skipped)
    {
        var names = manifest?.Assets.Select(asset => asset.Name) ?? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!);
        var chosen = new List<(string, string)>();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (definition.TargetOfAsset(name) is not { } target) continue;
            var platform = definition.Platforms.FirstOrDefault(platform => platform.Target == target);
            if (platform is null)
            {
                skipped.Add(name);
                continue;
            }

            if (rids is not null && (platform.Rid is null || !rids.Contains(platform.Rid))) continue;
            if (!File.Exists(Path.Combine(folder, name))) throw new RuntimePacksException($"{folder} lacks the asset {name}, which its {ReleaseManifest.FileName} lists");
            chosen.Add((name, target));
        }

        return chosen.Count > 0
            ? chosen
            : throw new RuntimePacksException($"{folder} holds no asset to pack: expected files named {definition.AssetPattern}{(rids is null ? "" : $" for {string.Join(", ", rids)}")}");
    }

    private async Task<Asset[]> HashAsync(List<(string Name, string Target)> chosen, ReleaseManifest? manifest, CancellationToken cancellationToken)
    {
        var assets = new Asset[chosen.Count];
        await Parallel.ForAsync(0, chosen.Count, cancellationToken, async (i, cancel) =>
        {
            var (name, target) = chosen[i];
            var path = Path.Combine(folder, name);
            var sha256 = await Digest.OfFileAsync(path, cancel).ConfigureAwait(false);
            var listed = manifest?.Assets.First(asset => asset.Name == name).Digest;
            if (listed is not null && listed != $"sha256:{sha256}")
            {
                throw new RuntimePacksException($"{path} is not the asset that {ReleaseManifest.FileName} lists: expected {listed}, found sha256:{sha256}; download it again");
            }

            assets[i] = new Asset(name, target, new FileInfo(path).Length, sha256);
        }).ConfigureAwait(false);
        return assets;
    }
}
