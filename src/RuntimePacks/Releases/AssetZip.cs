using SharpCompress.Archives;
using SharpCompress.Archives.Zip;
using SharpCompress.Common;
using SharpCompress.Providers;
using SharpCompress.Providers.System;
using SharpCompress.Readers;

namespace RuntimePacks.Releases;

/// <summary>
/// An asset as a zip file that is not trusted: entries that climb out of their folder, are links, are encrypted, or
/// inflate to more than the limit are refused, and what is read is compared with the CRC-32 that the zip promises.
/// (APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.)
/// </summary>
public sealed class AssetZip : IDisposable
{
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    private static readonly ReaderOptions Options = new()
    {
        Providers = CompressionProviderRegistry.Default.With(new SystemDeflateCompressionProvider()),
    };

    private readonly string _path;
    private readonly IWritableArchive<SharpCompress.Writers.Zip.ZipWriterOptions> _zip;
    private readonly long _inflatedLimit;

    private AssetZip(string path, long inflatedLimit)
    {
        _path = path;
        _inflatedLimit = inflatedLimit;
        _zip = (IWritableArchive<SharpCompress.Writers.Zip.ZipWriterOptions>)ZipArchive.OpenArchive(path, Options);
    }

    /// <summary>Opens a zip and checks its directory of entries.</summary>
    /// <param name="path">The asset.</param>
    /// <param name="inflatedLimit">The largest size in bytes that one entry may inflate to.</param>
    /// <exception cref="RuntimePacksException">It is not a zip, is truncated, or has an entry that is refused.</exception>
    public static AssetZip Open(string path, long inflatedLimit)
    {
        var length = new FileInfo(path).Length;
        if (length == 0) throw new RuntimePacksException($"{path} is empty: expected a zip file; download it again");
        return Translate(path, () =>
        {
            var zip = new AssetZip(path, inflatedLimit);
            try
            {
                zip.Entries = [.. zip._zip.Entries.Cast<ZipArchiveEntry>().Where(entry => !entry.IsDirectory)];
                foreach (var entry in zip.Entries) zip.Check(entry);
                return zip.Entries.Count > 0 ? zip : throw new RuntimePacksException($"{path} is a zip file without entries, or one that was cut short; download it again");
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        });
    }

    /// <summary>Every file in the zip.</summary>
    public IReadOnlyList<ZipArchiveEntry> Entries { get; private set; } = [];

    /// <summary>The first bytes of an entry: fewer than asked for where the entry is shorter.</summary>
    /// <exception cref="RuntimePacksException">The zip is damaged.</exception>
    public byte[] Head(ZipArchiveEntry entry, int count) => Translate(_path, () =>
    {
        using var stream = entry.OpenEntryStream();
        var head = new byte[count];
        return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    });

    /// <summary>Inflates an entry, checking its size, its CRC-32 and the limit on the way.</summary>
    /// <exception cref="RuntimePacksException">The zip is damaged, or the entry is larger than it says.</exception>
    public async Task InflateAsync(ZipArchiveEntry entry, Stream destination, CancellationToken cancellationToken = default)
    {
        var check = new InflateCheck(_inflatedLimit);
        try
        {
            using var source = entry.OpenEntryStream();
            await check.CopyAsync(source, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(_path, $"the entry {entry.Key} cannot be inflated past byte {check.Length}: {e.Message}", e);
        }

        if (check.LimitReached) throw new RuntimePacksException($"{_path}: the entry {entry.Key} inflates to more than {_inflatedLimit / 1_000_000} MB; raise inflatedLimitMB in the definition if that is right");
        if (check.Length != entry.Size) throw Damaged(_path, $"the entry {entry.Key} should inflate to {entry.Size} bytes and gives {check.Length}");
        if (check.Crc32 != (uint)entry.Crc) throw Damaged(_path, $"the entry {entry.Key} should have the CRC-32 {(uint)entry.Crc:x8} and has {check.Crc32:x8}");
    }

    public void Dispose() => _zip.Dispose();

    private void Check(ZipArchiveEntry entry)
    {
        var name = entry.Key ?? "";
        var parts = name.Split('/', '\\');
        if (parts.Contains("..") || Path.IsPathRooted(name) || name.Contains(':', StringComparison.Ordinal) || parts[^1].Length == 0)
        {
            throw new RuntimePacksException($"{_path}: the entry '{name}' points outside of the folder that it is unpacked to; the asset is not what a release should hold");
        }

        if (entry.LinkTarget is { Length: > 0 } || ((entry.Attrib ?? 0) >>> 16 & UnixTypeMask) == UnixLink)
        {
            throw new RuntimePacksException($"{_path}: the entry '{name}' is a link; expected a file");
        }

        if (entry.IsEncrypted) throw new RuntimePacksException($"{_path}: the entry '{name}' is encrypted; expected a plain file");
        if (entry.Size > _inflatedLimit)
        {
            throw new RuntimePacksException($"{_path}: the entry '{name}' inflates to {entry.Size / 1_000_000} MB, more than {_inflatedLimit / 1_000_000} MB; raise inflatedLimitMB in the definition if that is right");
        }
    }

    private static T Translate<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path, e.Message, e);
        }
    }

    private static bool IsDamage(Exception e) =>
        e is SharpCompressException or InvalidDataException or EndOfStreamException or NotSupportedException or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidOperationException;

    private static RuntimePacksException Damaged(string path, string how, Exception? inner = null)
    {
        var message = $"{path} ({new FileInfo(path).Length} bytes) is not a whole zip file: {how}; download it again";
        return inner is null ? new RuntimePacksException(message) : new RuntimePacksException(message, inner);
    }
}
