using System.Formats.Tar;
using RuntimePacks.Files;
using StaticLibraries.Libraries;

namespace RuntimePacks.Containers;

/// <summary>
/// A container that is read from its start to its end: a tar file (POSIX.1-2017, pax, and GNU's), or one file, compressed or not.
/// </summary>
internal sealed class StreamContainer : AssetContainer
{
    public const int TarHeaderBytes = 512;

    private const int TarMagicAt = 257;
    private const int BufferBytes = 1 << 17;

    private readonly Compression _compression;
    private readonly long _inflatedLimit;
    private readonly bool _isTar;

    /// <exception cref="RuntimePacksException">It is damaged.</exception>
    public StreamContainer(string path, Compression compression, long inflatedLimit) : base(path)
    {
        (_compression, _inflatedLimit) = (compression, inflatedLimit);
        using var content = Inflate();
        var head = new byte[TarHeaderBytes];
        content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        _isTar = IsTar(head);
        if (!_isTar && compression.IsNone && !FileKinds.StartsAsArchive(head.AsSpan(0, FileKinds.HeadLength)))
        {
            throw new RuntimePacksException(
                $"{path} ({new FileInfo(path).Length} bytes) is no zip, 7z or tar file, nothing that is compressed and no static library: "
                + "download it again");
        }
    }

    public override string Kind => _isTar ? _compression.Named("a tar file") : _compression.Named("one file");

    /// <summary>Whether a file that starts so is a tar file.</summary>
    public static bool IsTar(ReadOnlySpan<byte> head) =>
        head.Length == TarHeaderBytes && head[TarMagicAt..].StartsWith("ustar"u8);

    protected override IEnumerable<AssetEntry> All() => _isTar ? InTar() : Alone();

    private IEnumerable<AssetEntry> Alone()
    {
        var name = System.IO.Path.GetFileName(Path);
        using var entry = _compression.IsNone
            ? new AssetEntry(name, new FileInfo(Path).Length, Inflate)
            : new AssetEntry(System.IO.Path.GetFileNameWithoutExtension(name), null, Inflate);
        yield return entry;
        if (entry.WasOpened) yield break;
        using var content = Inflate();
        content.CopyTo(Stream.Null); // what it is not may come of damage
    }

    private IEnumerable<AssetEntry> InTar()
    {
        using var content = Inflate();
        using var tar = new TarReader(content, leaveOpen: true);
        while (Next(tar) is { } entry)
        {
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                // A hard link says where it leads from the root on.
                var target = entry.EntryType == TarEntryType.HardLink ? "/" + entry.LinkName : entry.LinkName;
                yield return new AssetEntry(EntryName.Require(Path, entry.Name), 0, () => Stream.Null) { LinkTarget = target };
            }
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)
            {
                var name = EntryName.Require(Path, entry.Name);
                using var file = new AssetEntry(name, entry.Length, () => entry.DataStream ?? Stream.Null);
                yield return file;
            }
        }

        // What compressed it says at its end whether it is whole.
        content.CopyTo(Stream.Null);
    }

    private TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw InflatedBytes.Damaged(Path, Kind, e);
        }
    }

    private ForwardStream Inflate()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        return new InflatedBytes(Path, Kind, _inflatedLimit).Of(() => _compression.Inflate(file), null);
    }
}
