using RuntimePacks.Containers;
using RuntimePacks.Files;
using SharpCompress.Archives.Zip;

namespace RuntimePacks.Audit;

/// <summary>The files in a package that is not trusted.</summary>
internal sealed class PackageEntries : IDisposable
{
    private const int LongestText = 16 << 20;

    private readonly string _path;
    private readonly AssetZip _zip;

    private PackageEntries(string path, AssetZip zip)
    {
        _path = path;
        _zip = zip;
        if (zip.Entries.GroupBy(entry => entry.Key!, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new RuntimePacksException($"{path} holds {twice.Key} {twice.Count()} times: which one is meant cannot be told");
    }

    /// <param name="inflatedLimit">The largest size in bytes that an entry may inflate to.</param>
    /// <exception cref="RuntimePacksException">It is not there, is no zip file, or is a hostile one.</exception>
    public static PackageEntries Open(string path, long inflatedLimit)
    {
        if (!File.Exists(path)) throw new RuntimePacksException($"there is no file {path}: --package takes a package (.nupkg)");
        var zip = AssetZip.Open(path, inflatedLimit);
        try
        {
            return new PackageEntries(path, zip);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    public IEnumerable<string> Names => _zip.Entries.Select(entry => entry.Key!);

    /// <summary>The text of an entry.</summary>
    /// <exception cref="RuntimePacksException">There is none of that name, or it is damaged.</exception>
    public async Task<string> TextAsync(string name, CancellationToken cancellationToken)
    {
        var entry = Find(name);
        if (entry.Size > LongestText) throw new RuntimePacksException($"{_path}: {name} has {entry.Size} bytes, more than a text should have");
        using var bytes = new MemoryStream();
        await _zip.InflateAsync(entry, bytes, cancellationToken);
        bytes.Position = 0;
        using var reader = new StreamReader(bytes);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>The lines of a text, without empty ones.</summary>
    /// <exception cref="RuntimePacksException">There is no entry of that name, or it is damaged.</exception>
    public async Task<IReadOnlyList<string>> LinesAsync(string name, CancellationToken cancellationToken) =>
        (await TextAsync(name, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Writes an entry to a file.</summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="RuntimePacksException">It is damaged.</exception>
    public async Task<string> InflateAsync(string name, string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        return await CopyAsync(Find(name), file, cancellationToken);
    }

    /// <summary>The digest of each file, without the signature's.</summary>
    /// <exception cref="RuntimePacksException">One is damaged.</exception>
    public async Task<IReadOnlyDictionary<string, string>> DigestsAsync(CancellationToken cancellationToken)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in _zip.Entries.Where(entry => entry.Key != Signing.PackageSignature.Entry)) digests[entry.Key!] = await CopyAsync(entry, Stream.Null, cancellationToken);
        return digests;
    }

    public void Dispose() => _zip.Dispose();

    private ZipArchiveEntry Find(string name) =>
        _zip.Entries.FirstOrDefault(entry => entry.Key == name) ?? throw new RuntimePacksException($"{_path} holds no {name}: it is not a package of this project, or not a whole one");

    private async Task<string> CopyAsync(ZipArchiveEntry entry, Stream to, CancellationToken cancellationToken)
    {
        using var hashing = new HashingStream(to);
        await _zip.InflateAsync(entry, hashing, cancellationToken);
        return hashing.Sha256;
    }
}
