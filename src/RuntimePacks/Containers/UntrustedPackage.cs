using System.Xml;
using System.Xml.Linq;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using RuntimePacks.Files;
using SharpCompress.Archives.Zip;

namespace RuntimePacks.Containers;

/// <summary>
/// A NuGet package of a feed or of a user: a zip file with the limits of one that is not trusted, and the manifest in it.
/// </summary>
internal sealed class UntrustedPackage : IDisposable
{
    /// <summary>The one entry that is not the package's content (NuGet Package Signatures, "Package signature file").</summary>
    public const string SignatureEntry = ".signature.p7s";

    /// <summary>In bytes: the most that a text may have.</summary>
    public const int LongestText = 16 << 20;

    private readonly UntrustedZip _zip;

    private UntrustedPackage(UntrustedZip zip)
    {
        _zip = zip;
        if (zip.Links.FirstOrDefault() is { Name: { } link })
        {
            throw new RuntimePacksException($"{zip.Path}: the entry '{link}' is a link; expected a file");
        }

        var names = zip.Entries.GroupBy(entry => entry.Key!, StringComparer.OrdinalIgnoreCase);
        if (names.FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new RuntimePacksException($"{zip.Path} holds {twice.Key} {twice.Count()} times: which one is meant cannot be told");
        }
    }

    /// <param name="inflatedLimit">The largest size in bytes that an entry may inflate to.</param>
    /// <exception cref="RuntimePacksException">It is not there, is no zip file, or is a hostile one.</exception>
    public static UntrustedPackage Open(string path, long inflatedLimit) => Open(() => UntrustedZip.Open(path, inflatedLimit));

    /// <param name="package">Can seek, and is left open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="inflatedLimit">The largest size in bytes that an entry may inflate to.</param>
    /// <exception cref="RuntimePacksException">It is no zip file, or is a hostile one.</exception>
    public static UntrustedPackage Open(Stream package, string name, long inflatedLimit) =>
        Open(() => UntrustedZip.Open(package, name, inflatedLimit));

    public IEnumerable<string> Names => _zip.Entries.Select(entry => entry.Key!);

    /// <summary>In bytes, of the entry that inflates to the most.</summary>
    public long LargestEntry => _zip.Entries.Max(entry => entry.Size);

    private string? ManifestName =>
        Names.FirstOrDefault(
            name => !name.Contains('/', StringComparison.Ordinal) && name.EndsWith(".nuspec", StringComparison.Ordinal));

    /// <summary>The text of its manifest, the .nuspec at its root.</summary>
    /// <exception cref="RuntimePacksException">There is none, or it is damaged.</exception>
    public string Manifest() => Text(ManifestName ?? throw new RuntimePacksException($"{_zip.Path} is no package: it holds no .nuspec"));

    /// <summary>Id and version, as its manifest has them.</summary>
    /// <exception cref="RuntimePacksException">It has no manifest, or one without them.</exception>
    public PackageIdentity Identity()
    {
        using var text = new StringReader(Manifest());
        try
        {
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var identity = new NuspecReader(XDocument.Load(xml)).GetIdentity();
            return identity.HasVersion ? identity : throw new PackagingException("it has no version");
        }
        catch (Exception e) when (e is XmlException or PackagingException or ArgumentException)
        {
            throw new RuntimePacksException(
                $"{_zip.Path} is no package: {ManifestName} does not say which: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The text of an entry.</summary>
    /// <exception cref="RuntimePacksException">There is none of that name, or it is damaged.</exception>
    public string Text(string name)
    {
        var entry = Find(name);
        if (entry.Size > LongestText)
        {
            throw new RuntimePacksException($"{_zip.Path}: {name} has {entry.Size} bytes, more than a text should have");
        }

        using var reader = new StreamReader(_zip.Inflate(entry));
        return reader.ReadToEnd();
    }

    /// <summary>The lines of a text, without empty ones.</summary>
    /// <exception cref="RuntimePacksException">There is no entry of that name, or it is damaged.</exception>
    public IReadOnlyList<string> Lines(string name) =>
        Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Writes an entry to a file.</summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="RuntimePacksException">It is damaged.</exception>
    public async Task<string> InflateAsync(string name, string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        return await CopyAsync(Find(name), file, cancellationToken);
    }

    /// <summary>The digest of each file, without the signature's, in the order of the zip file.</summary>
    /// <exception cref="RuntimePacksException">One is damaged.</exception>
    public async Task<OrderedDictionary<string, string>> DigestsAsync(CancellationToken cancellationToken)
    {
        var digests = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in _zip.Entries.Where(entry => entry.Key != SignatureEntry))
        {
            digests[entry.Key!] = await CopyAsync(entry, Stream.Null, cancellationToken);
        }

        return digests;
    }

    public void Dispose() => _zip.Dispose();

    private static UntrustedPackage Open(Func<UntrustedZip> open)
    {
        var zip = open();
        try
        {
            return new UntrustedPackage(zip);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    private ZipArchiveEntry Find(string name) => _zip.Entries.FirstOrDefault(entry => entry.Key == name)
        ?? throw new RuntimePacksException($"{_zip.Path} holds no {name}: it is not a package of this project, or not a whole one");

    private async Task<string> CopyAsync(ZipArchiveEntry entry, Stream to, CancellationToken cancellationToken)
    {
        using var hashing = new HashingStream(to);
        await _zip.InflateAsync(entry, hashing, cancellationToken);
        return hashing.Sha256;
    }
}
