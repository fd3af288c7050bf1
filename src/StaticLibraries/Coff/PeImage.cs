using System.Buffers.Binary;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>The directories of an executable or DLL (PE Format, "Optional Header Data Directories", ".edata", ".idata").</summary>
internal sealed class PeImage
{
    private const int ExportDirectory = 0, ImportDirectory = 1, DelayImportDirectory = 13;
    private const int ImportSize = 20, DelayImportSize = 32, MostLibraries = 4096, LongestName = 4096;

    private readonly ByteRange _bytes;
    private readonly long _directories;
    private readonly uint _directoryCount;
    private readonly List<(uint Address, uint Size, uint Offset)> _sections = [];

    /// <param name="bytes">The file.</param>
    /// <param name="optionalHeader">Where its optional header begins.</param>
    /// <param name="sections">Its section headers.</param>
    public PeImage(ByteRange bytes, long optionalHeader, RecordTable sections)
    {
        _bytes = bytes;
        Span<byte> word = stackalloc byte[4];
        bytes.Read(optionalHeader, word[..2], "the optional header");
        var isPlus = BinaryPrimitives.ReadUInt16LittleEndian(word) == 0x20b;
        _directories = optionalHeader + (isPlus ? 112 : 96);
        _directoryCount = U32(_directories - 4);
        for (long index = 0; index < sections.Count; index++)
        {
            var header = sections[index];
            _sections.Add(
                (
                    BinaryPrimitives.ReadUInt32LittleEndian(header[12..]),
                    BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
                    BinaryPrimitives.ReadUInt32LittleEndian(header[20..])));
        }
    }

    /// <summary>The DLL's own name, from its export directory.</summary>
    public string? Name => Directory(ExportDirectory) is { } exports && U32(exports + 12) is not 0 and var name ? Text(name) : null;

    /// <summary>The DLLs whose symbols it imports, at its start or on the first call.</summary>
    public IReadOnlyList<string> Needed() =>
        [.. Libraries(ImportDirectory, ImportSize, 12), .. Libraries(DelayImportDirectory, DelayImportSize, 4)];

    /// <summary>Where in the file the name of each export is.</summary>
    public IEnumerable<long> ExportNames()
    {
        if (Directory(ExportDirectory) is not { } exports) yield break;
        var count = U32(exports + 24);
        if (count == 0) yield break;
        using var names = new RecordTable(_bytes.Slice(OffsetOf(U32(exports + 32)), count, 4, "the export names"), 4, "the export names");
        for (long index = 0; index < names.Count; index++) yield return OffsetOf(BinaryPrimitives.ReadUInt32LittleEndian(names[index]));
    }

    private IEnumerable<string> Libraries(int directory, int size, int nameOffset)
    {
        if (Directory(directory) is not { } entry) yield break;
        for (var count = 0; count < MostLibraries && U32(entry + nameOffset) is not 0 and var name; count++, entry += size)
        {
            yield return Text(name);
        }
    }

    private long? Directory(int number)
    {
        if (number >= _directoryCount) return null;
        var address = U32(_directories + number * 8);
        return address == 0 ? null : OffsetOf(address);
    }

    /// <summary>Where in the file an address relative to the image's base is.</summary>
    private long OffsetOf(uint address)
    {
        foreach (var (start, size, offset) in _sections)
        {
            if (address >= start && address - start < size) return (long)offset + (address - start);
        }

        throw _bytes.Fault(0, $"a section with the address 0x{address:x}", "none");
    }

    private string Text(uint address)
    {
        Span<byte> buffer = stackalloc byte[LongestName];
        var offset = OffsetOf(address);
        var text = _bytes.Slice(offset, _bytes.Length - offset, "a name").ReadStart(buffer);
        var end = text.IndexOf((byte)0);
        return end >= 0
            ? Encoding.UTF8.GetString(text[..end])
            : throw _bytes.Fault(offset, "a name that ends with a zero byte", $"none in {text.Length} bytes");
    }

    private uint U32(long offset)
    {
        Span<byte> word = stackalloc byte[4];
        _bytes.Read(offset, word, "a directory of the image");
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }
}
