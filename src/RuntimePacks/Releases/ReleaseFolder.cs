using RuntimePacks.Definition;
using RuntimePacks.Files;

namespace RuntimePacks.Releases;

/// <summary>
/// A release whose assets lie in a folder: the sample, or what somebody downloaded by hand. A <c>release.json</c> beside
/// the assets says which release it is, and must agree with them; without one, the caller must say.
/// </summary>
public sealed class ReleaseFolder(string folder, PackDefinition definition)
{
    /// <summary>Finds the assets; none is read.</summary>
    /// <param name="wanted">The version or tag that was asked for; null for what <c>release.json</c> says.</param>
    /// <param name="pinned">What the lock pins: it says which repository and tag a folder without <c>release.json</c> is from.</param>
    /// <exception cref="RuntimePacksException">There is no such release in the folder.</exception>
    public ListedRelease List(string? wanted, AssetSelection selection, Release? pinned)
    {
        RequireThere();
        var manifest = ReleaseManifest.TryRead(folder);
        if (manifest is not null && wanted is not null && wanted != manifest.Version && wanted != manifest.Tag)
        {
            throw new RuntimePacksException(
                $"{folder} holds release {manifest.Version} (its {ReleaseManifest.FileName} says so), not {wanted}");
        }

        var tags = new ReleaseTags(definition.TagPatterns);
        var text = manifest?.Version ?? (wanted is null ? null : tags.TextOf(wanted) ?? wanted)
            ?? throw new RuntimePacksException($"{folder} has no {ReleaseManifest.FileName}: say which release it is with --release");
        var version = ReleaseTags.Parse(text)?.ToFullString()
            ?? throw new RuntimePacksException($"'{text}' is not a version: expected one like 1.4.0 or 1.4.0-rc.1");
        var same = manifest is null && pinned is { Sample: false } && pinned.Version == version ? pinned : null;
        var tag = manifest?.Tag ?? same?.Tag ?? (text == wanted ? tags.Of(text).First() : wanted!);
        var selected = selection.Choose(
            manifest?.Assets.Select(asset => asset.Name)
                ?? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!),
            name => name,
            new AssetNames(definition, tag, version),
            folder);
        var digests = new DigestFiles(definition, tag, version).Choose(
            selected.Taken.Select(one => one.File), name => File.Exists(Path.Combine(folder, name)), folder);
        return new ListedRelease
        {
            Repository = manifest?.Repository ?? same?.Repository ?? definition.Repositories[0],
            Tag = tag,
            Version = version,
            Commit = manifest?.Commit,
            Sample = manifest?.Sample ?? false,
            Assets = [.. selected.Taken.Select(one => Listed(one.File, one.Target, manifest))],
            DigestFiles = [.. digests.Select(name => Listed(name, target: "", manifest: null))],
            Excluded = selected.Excluded,
            Skipped = selected.Skipped,
        };
    }

    /// <exception cref="RuntimePacksException">There is no such folder.</exception>
    public void RequireThere()
    {
        if (!Directory.Exists(folder))
        {
            throw new RuntimePacksException(
                $"there is no folder {folder}: --from takes 'github' or a folder that holds the assets of a release");
        }
    }

    /// <summary>The full path of an asset.</summary>
    public string PathOf(Asset asset) => Path.Combine(folder, asset.Name);

    /// <summary>Gives every asset a digest: that of the file, where the folder does not say which it should have.</summary>
    /// <exception cref="RuntimePacksException">A file of digests has another.</exception>
    public async Task<ListedRelease> HashAsync(ListedRelease release, CancellationToken cancellationToken = default)
    {
        var assets = release.Files.ToArray();
        await Parallel.ForAsync(0, assets.Length, cancellationToken, async (i, cancel) =>
        {
            var asset = assets[i];
            if (asset.Sha256 is null)
            {
                assets[i] = asset with { Sha256 = await Digest.OfFileAsync(Path.Combine(folder, asset.Name), cancel) };
            }
        });
        return await new DigestFiles(definition, release.Tag, release.Version)
            .ConfirmAsync(release.With(assets), PathOf, cancellationToken);
    }

    private ListedAsset Listed(string name, string target, ReleaseManifest? manifest)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists) throw new RuntimePacksException($"{folder} lacks the asset {name}, which its {ReleaseManifest.FileName} lists");
        var listed = manifest?.Assets.First(asset => asset.Name == name);
        var sha256 = listed?.Digest is { } digest ? Sha256Of(digest) : null;
        return new ListedAsset(name, target, file.Length, sha256, Id: null, DigestSource.Folder) { StandIn = listed?.StandIn };
    }

    private string Sha256Of(string digest)
    {
        var sha256 = digest.StartsWith(Digest.Prefix, StringComparison.Ordinal) ? digest[Digest.Prefix.Length..] : "";
        return Digest.IsSha256(sha256)
            ? sha256
            : throw new RuntimePacksException(
                $"{Path.Combine(folder, ReleaseManifest.FileName)}: '{digest}' is no digest: expected sha256: "
                + "and 64 lower-case hexadecimal digits");
    }
}
