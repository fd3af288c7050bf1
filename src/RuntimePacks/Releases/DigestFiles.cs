using System.Text.RegularExpressions;
using RuntimePacks.Definition;
using RuntimePacks.Files;

namespace RuntimePacks.Releases;

/// <summary>
/// The digests that a project publishes beside its assets: lines of <c>sha256sum</c> (GNU's and BSD's), or a file with one digest
/// for each asset.
/// </summary>
/// <param name="definition">Names the files.</param>
/// <param name="tag">The release's.</param>
/// <param name="version">The release's.</param>
public sealed partial class DigestFiles(PackDefinition definition, string tag, string version)
{
    /// <summary>In bytes: a line for each of ten thousand assets.</summary>
    private const long MostBytes = 1_000_000;

    private readonly AssetNames _names = new(definition, tag, version);

    /// <summary>The files that have the digests of some assets, each once; none where the definition names none.</summary>
    /// <param name="assets">The names of the assets.</param>
    /// <param name="has">Whether the release has a file of this name.</param>
    /// <param name="where">What holds them, for the error.</param>
    /// <exception cref="RuntimePacksException">An asset has none.</exception>
    public IReadOnlyList<string> Choose(IEnumerable<string> assets, Func<string, bool> has, string where) =>
        definition.DigestFiles.Count == 0 ? [] : [.. assets.Select(asset => FileOf(asset, has, where)).Distinct(StringComparer.Ordinal)];

    /// <summary>Holds the digests of a release's assets, all of which are known by now, against those that the files have.</summary>
    /// <param name="release">The release, fetched.</param>
    /// <param name="pathOf">Where one of its files is.</param>
    /// <returns>The release, in which each asset says which file has its digest.</returns>
    /// <exception cref="RuntimePacksException">A file has another digest of an asset, or none, or is none of digests.</exception>
    public async Task<ListedRelease> ConfirmAsync(
        ListedRelease release, Func<Asset, string> pathOf, CancellationToken cancellationToken = default)
    {
        if (release.DigestFiles.Count == 0) return release;
        var texts = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in release.DigestFiles) texts[file.Name] = await LinesAsync(file, pathOf(file.Pin()), cancellationToken);
        var where = $"{release.Repository} {release.Tag}";
        var assets = release.Assets.Select(asset => Confirmed(asset, FileOf(asset.Name, texts.ContainsKey, where)));
        return release with { Assets = [.. assets] };

        ListedAsset Confirmed(ListedAsset asset, string file)
        {
            var digests = Digests(texts[file], asset.Name, isOwn: file.Contains(asset.Name, StringComparison.Ordinal)).Distinct().ToList();
            return digests switch
            {
                [var one] when one == asset.Sha256 => asset with { ConfirmedBy = file },
                [] => throw new RuntimePacksException(
                    $"{where}: {file} has no SHA-256 digest of {asset.Name}: expected a line of 64 hexadecimal digits and that name"),
                [var one] => throw new RuntimePacksException(
                    $"{where}: {asset.Name} is not the file that {file} speaks of: expected sha256:{one}, found sha256:{asset.Sha256}. "
                    + "One of the two was exchanged, or uploaded again without the other: ask upstream"),
                _ => throw new RuntimePacksException($"{where}: {file} has {digests.Count} digests of {asset.Name}, which differ"),
            };
        }
    }

    private static async Task<string[]> LinesAsync(ListedAsset file, string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length is > MostBytes and var size)
        {
            throw new RuntimePacksException(
                $"{file.Name} is no file of digests: it has {Size.Text(size)}, and one has {Size.Text(MostBytes)} at most");
        }

        return await File.ReadAllLinesAsync(path, cancellationToken);
    }

    /// <summary>The digests that a file gives an asset.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="asset">Its name, which may stand behind folders there.</param>
    /// <param name="isOwn">Whether the file is for this asset alone: then it need not name it.</param>
    private static IEnumerable<string> Digests(IEnumerable<string> lines, string asset, bool isOwn)
    {
        foreach (var line in lines)
        {
            var match = Gnu().Match(line) is { Success: true } gnu ? gnu : Bsd().Match(line);
            if (!match.Success) continue;
            var name = match.Groups["name"].Value.Replace('\\', '/');
            var isMeant = name.Length == 0 ? isOwn : name[(name.LastIndexOf('/') + 1)..] == asset;
            if (isMeant) yield return match.Groups["digest"].Value.ToLowerInvariant();
        }
    }

    private string FileOf(string asset, Func<string, bool> has, string where)
    {
        var files = definition.DigestFiles
            .Select(pattern => _names.Fill(pattern).Replace("{asset}", asset, StringComparison.Ordinal)).ToList();
        return files.FirstOrDefault(has) ?? throw new RuntimePacksException(
            $"{where} has no {string.Join(" and no ", files)}, which the definition says has the digest of {asset} (digestFiles): it may "
            + "still be uploaded, so look again later");
    }

    /// <summary>GNU coreutils, sha256sum: a digest, a space, a space or an asterisk, a name. A digest may stand by itself.</summary>
    [GeneratedRegex(@"^\s*(?<digest>[0-9A-Fa-f]{64})(\s+\*?(?<name>\S.*?))?\s*$")]
    private static partial Regex Gnu();

    /// <summary>BSD, and sha256sum --tag.</summary>
    [GeneratedRegex(@"^SHA256 \((?<name>.+)\) = (?<digest>[0-9A-Fa-f]{64})\s*$")]
    private static partial Regex Bsd();
}
