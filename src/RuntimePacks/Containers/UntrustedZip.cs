using System.IO.Hashing;
using System.Text;
using RuntimePacks.Files;
using SharpCompress.Archives;
using SharpCompress.Archives.Zip;
using SharpCompress.Common;
using SharpCompress.Providers;
using SharpCompress.Providers.System;
using SharpCompress.Readers;

namespace RuntimePacks.Containers;

/// <summary>
/// A zip file that is not trusted, an asset of a release or a package: entries that climb out of their folder,
/// are encrypted, or inflate to more than the limit are refused, and what is read is compared with the CRC-32 that the zip promises.
/// (APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.)
/// </summary>
internal sealed class UntrustedZip : IDisposable
{
    private const int BufferBytes = 1 << 17;
    private const int LongestLink = 4096;

    private static readonly ReaderOptions Options = new()
    {
        LeaveStreamOpen = true,
        Providers = CompressionProviderRegistry.Default.With(new SystemDeflateCompressionProvider()),
    };

    private readonly IWritableArchive<SharpCompress.Writers.Zip.ZipWriterOptions> _zip;
    private readonly long _inflatedLimit;
    private readonly long _length;
    private readonly Stream? _own;
    private IReadOnlyList<ZipArchiveEntry> _links = [];

    private UntrustedZip(Stream stream, bool isOwn, string path, long inflatedLimit)
    {
        (Path, _length, _own, _inflatedLimit) = (path, stream.Length, isOwn ? stream : null, inflatedLimit);
        _zip = (IWritableArchive<SharpCompress.Writers.Zip.ZipWriterOptions>)ZipArchive.OpenArchive(stream, Options);
    }

    /// <summary>Opens a zip and checks its directory of entries.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inflatedLimit">The largest size in bytes that one entry may inflate to.</param>
    /// <exception cref="RuntimePacksException">It is not there or not a zip, is truncated, or has an entry that is refused.</exception>
    public static UntrustedZip Open(string path, long inflatedLimit)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.RandomAccess);
            try
            {
                return Open(file, true, path, inflatedLimit);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"{path} cannot be read as a zip file: {e.Message}", e);
        }
    }

    /// <summary>Opens a zip, and checks its directory of entries.</summary>
    /// <param name="stream">Can seek, and is left open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="inflatedLimit">The largest size in bytes that one entry may inflate to.</param>
    /// <exception cref="RuntimePacksException">It is not a zip, is truncated, or has an entry that is refused.</exception>
    public static UntrustedZip Open(Stream stream, string name, long inflatedLimit) => Open(stream, false, name, inflatedLimit);

    private static UntrustedZip Open(Stream stream, bool isOwn, string path, long inflatedLimit)
    {
        if (stream.Length == 0) throw new RuntimePacksException($"{path} is empty: expected a zip file; download it again");
        return Translate(path, stream.Length, () =>
        {
            var zip = new UntrustedZip(stream, isOwn, path, inflatedLimit);
            try
            {
                var all = zip._zip.Entries.Cast<ZipArchiveEntry>().Where(entry => !entry.IsDirectory).ToLookup(IsLink);
                (zip.Entries, zip._links) = ([.. all[false]], [.. all[true]]);
                foreach (var entry in zip.Entries) zip.Check(entry);
                return zip.Entries.Count + zip._links.Count > 0
                    ? zip
                    : throw new RuntimePacksException(
                        $"{path} is a zip file without entries, or one that was cut short; download it again");
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        });
    }

    /// <summary>Where it is, or what it is called.</summary>
    public string Path { get; }

    /// <summary>Every file in the zip.</summary>
    public IReadOnlyList<ZipArchiveEntry> Entries { get; private set; } = [];

    /// <summary>Every link in the zip, and where it leads: that is its content.</summary>
    /// <exception cref="RuntimePacksException">While they are asked for: one is damaged, or climbs out of its folder.</exception>
    public IEnumerable<(string Name, string Target)> Links => _links.Select(link =>
        (EntryName.Require(Path, link.Key ?? ""), link.LinkTarget ?? Encoding.UTF8.GetString(Head(link, LongestLink))));

    /// <summary>The first bytes of an entry: fewer than asked for where the entry is shorter.</summary>
    /// <exception cref="RuntimePacksException">The zip is damaged.</exception>
    public byte[] Head(ZipArchiveEntry entry, int count) => Translate(Path, _length, () =>
    {
        using var stream = entry.OpenEntryStream();
        var head = new byte[count];
        return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    });

    /// <summary>An entry's content. Its size, its CRC-32 and the limit are checked while it is read, to its end.</summary>
    /// <exception cref="RuntimePacksException">On opening or reading: the zip is damaged, or the entry is larger than it says.</exception>
    public Stream Inflate(ZipArchiveEntry entry) => new InflatedEntry(this, entry);

    /// <summary>Inflates an entry, checking its size, its CRC-32 and the limit on the way.</summary>
    /// <exception cref="RuntimePacksException">The zip is damaged, or the entry is larger than it says.</exception>
    public async Task InflateAsync(ZipArchiveEntry entry, Stream destination, CancellationToken cancellationToken = default)
    {
        using var inflated = Inflate(entry);
        await inflated.CopyToAsync(destination, BufferBytes, cancellationToken);
    }

    public void Dispose()
    {
        _zip.Dispose();
        _own?.Dispose();
    }

    private void Check(ZipArchiveEntry entry)
    {
        var name = entry.Key ?? "";
        EntryName.Require(Path, name);
        if (entry.IsEncrypted) throw new RuntimePacksException($"{Path}: the entry '{name}' is encrypted; expected a plain file");
        if (entry.Size > _inflatedLimit)
        {
            throw new RuntimePacksException(
                $"{Path}: the entry '{name}' inflates to {entry.Size / 1_000_000} MB, "
                + $"more than {_inflatedLimit / 1_000_000} MB; raise inflatedLimitMB in the definition if that is right");
        }
    }

    private static bool IsLink(ZipArchiveEntry entry) =>
        entry.LinkTarget is { Length: > 0 } || UnixMode.IsLink(entry.Attrib);

    private static T Translate<T>(string path, long length, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (AssetContainer.IsDamage(e))
        {
            throw Damaged(path, length, e.Message, e);
        }
    }

    private static RuntimePacksException Damaged(string path, long length, string how, Exception? inner = null) =>
        new($"{path} ({length} bytes) is not a whole zip file: {how}; download it again", inner!);

    private sealed class InflatedEntry(UntrustedZip zip, ZipArchiveEntry entry) : ForwardStream
    {
        private readonly Crc32 _crc32 = new();
        private readonly Stream _source = Translate(zip.Path, zip._length, entry.OpenEntryStream);
        private long _length;

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            int count;
            try
            {
                count = _source.Read(buffer);
            }
            catch (Exception e) when (AssetContainer.IsDamage(e))
            {
                throw Damaged(zip.Path, zip._length, $"the entry {entry.Key} cannot be inflated past byte {_length}: {e.Message}", e);
            }

            _length += count;
            _crc32.Append(buffer[..count]);
            if (_length > zip._inflatedLimit)
            {
                throw new RuntimePacksException(
                    $"{zip.Path}: the entry {entry.Key} inflates to more than {zip._inflatedLimit / 1_000_000} MB; "
                    + "raise inflatedLimitMB in the definition if that is right");
            }

            if (count == 0) CheckAll();
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _source.Dispose();
            base.Dispose(disposing);
        }

        private void CheckAll()
        {
            if (_length != entry.Size)
            {
                throw Damaged(
                    zip.Path, zip._length, $"the entry {entry.Key} should inflate to {entry.Size} bytes and gives {_length}");
            }

            var crc32 = _crc32.GetCurrentHashAsUInt32();
            if (crc32 != (uint)entry.Crc)
            {
                throw Damaged(
                    zip.Path, zip._length, $"the entry {entry.Key} should have the CRC-32 {(uint)entry.Crc:x8} and has {crc32:x8}");
            }
        }
    }
}
