using System.Security.Cryptography;
using System.Text;
using NuGet.Common;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using RuntimePacks.Files;
using RuntimePacks.Verification;

namespace RuntimePacks.Packing;

/// <summary>The content of one package: texts, and files that are read when it is written.</summary>
internal sealed class PackageContent(string nuspec)
{
    /// <summary>The time of every entry: a release has no time that all its rebuilds share, and zip files begin in 1980.</summary>
    private const string EntryTime = "2000-01-01T00:00:00Z";

    private const string SlimLeft = "the library that Slim left: run --target Slim again";

    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Source, string Sha256)> _files = new(StringComparer.Ordinal);

    private (string Asset, VerifiedLibrary Library, string Path)? _carried;

    /// <summary>Changes when anything in the package changes.</summary>
    public string Key => Digest.OfTexts(
    [
        nuspec,
        typeof(PackageBuilder).Assembly.FullName!,
        Environment.Version.ToString(),
        .. _texts.SelectMany(text => new[] { text.Key, text.Value }),
        .. _files.SelectMany(file => new[] { file.Key, file.Value.Sha256 }),
        _carried?.Library.Asset.Sha256 ?? "",
    ]);

    public void Add(string path, string text) => _texts.Add(path, text);

    public void AddLines(string path, IEnumerable<string> lines) => Add(path, string.Concat(lines.Select(line => line + "\n")));

    /// <param name="path">Where it lies in the package.</param>
    /// <param name="source">The file on disk.</param>
    /// <param name="sha256">Its digest.</param>
    public void AddFile(string path, string source, string sha256) => _files.Add(path, (source, sha256));

    /// <summary>Adds a library that is packed as it came, compressed as it is in its asset where that can be.</summary>
    /// <param name="path">Where it lies in the package.</param>
    /// <param name="library">The library, inflated and verified.</param>
    /// <param name="asset">The path of its asset.</param>
    public void AddCarried(string path, VerifiedLibrary library, string asset)
    {
        AddFile(path, library.Path, library.Sha256);
        _carried = (asset, library, path);
    }

    /// <summary>Writes the package: the same bytes for the same content, wherever and whenever it runs.</summary>
    /// <param name="nupkg">The package.</param>
    /// <param name="check">Looks at the whole package before it appears, and throws to keep it from that.</param>
    /// <returns>The package's digest (SHA-256), 64 lower-case hexadecimal digits.</returns>
    /// <exception cref="RuntimePacksException">
    /// NuGet refuses the content, an asset is not what was verified, or the disk is full.
    /// </exception>
    public async Task<string> WriteAsync(string nupkg, Action<Stream> check, CancellationToken cancellationToken)
    {
        var sha256 = "";
        try
        {
            var carried = _carried is var (asset, library, _) ? await CarriedLibrary.FindAsync(asset, library, cancellationToken) : null;
            await AtomicFile.WriteAsync(nupkg, async stream =>
            {
                if (carried is null)
                {
                    Build(null).Save(stream);
                    stream.Position = 0;
                    sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
                }
                else
                {
                    // NuGet writes everything else, and an empty entry where the library goes.
                    using var rest = new MemoryStream();
                    Build(_carried!.Value.Path).Save(rest);
                    using var hashing = new HashingStream(stream);
                    await carried.SpliceAsync(rest, _carried.Value.Path, hashing, cancellationToken);
                    sha256 = hashing.Sha256;
                }

                check(stream);
            });
        }
        catch (Exception e) when (e is PackagingException or InvalidDataException or InvalidOperationException)
        {
            throw new RuntimePacksException($"NuGet refuses {Path.GetFileName(nupkg)}: {e.Message}", e);
        }

        return sha256;
    }

    /// <param name="empty">The path of a file that is left empty.</param>
    private PackageBuilder Build(string? empty)
    {
        using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(nuspec));
        var builder = new PackageBuilder(deterministic: true, NullLogger.Instance) { DeterministicTimestamp = EntryTime };
        builder.Populate(Manifest.ReadFrom(manifest, validateSchema: true).Metadata);
        builder.Files.AddRange(
            _files.Select(
                file =>
                    new ContentFile(
                        file.Key,
                        () => file.Key == empty ? Stream.Null : new PinnedStream(file.Value.Source, file.Value.Sha256, SlimLeft))));
        builder.Files.AddRange(
            _texts.Select(text => new ContentFile(text.Key, () => new MemoryStream(Encoding.UTF8.GetBytes(text.Value)))));
        return builder;
    }
}
