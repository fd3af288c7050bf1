using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>The program headers of a linked ELF file, and what its dynamic section says (System V gABI, chapter 5).</summary>
internal sealed class ElfSegments
{
    private const uint PtLoad = 1, PtDynamic = 2, PtInterp = 3;
    private const ulong DtNeeded = 1, DtStrTab = 5, DtStrSize = 10, DtSoName = 14, DtFlags1 = 0x6fff_fffb, Df1Pie = 0x0800_0000;
    private const int LongestText = 4096;

    /// <summary>As many as any program has, many times over.</summary>
    private const int MostNeeded = 4096;

    private readonly ElfHeader _header;
    private readonly ByteRange _bytes;
    private readonly List<(ulong Address, long Offset, long Size)> _loaded = [];
    private readonly List<long> _needed = [];
    private (long Offset, long Size)? _interpreter;
    private (long Offset, long Size)? _dynamic;
    private (ulong Address, long Size) _strings;
    private long? _name;
    private bool _isPie;

    public ElfSegments(ElfHeader header, ByteRange bytes)
    {
        (_header, _bytes) = (header, bytes);
        var size = header.Is64 ? 56 : 32;
        if (header.ProgramHeaderCount == 0 || header.ProgramHeaderSize != size) return;
        using var segments = new RecordTable(
            bytes.Slice(header.ProgramHeaderOffset, header.ProgramHeaderCount, size, "the program headers"),
            size,
            "the program headers");
        for (long index = 0; index < segments.Count; index++) Take(segments[index]);
        if (_dynamic is var (offset, length)) ReadDynamic(bytes.Slice(offset, length, "the dynamic section"));
    }

    /// <summary>
    /// Tells a position-independent executable from a shared library, which have one type: by DF_1_PIE, which linkers
    /// have written since 2016, else by an interpreter without a name of its own (DT_SONAME).
    /// </summary>
    public bool IsExecutable => _isPie || (_interpreter is not null && _name is null);

    public string? Interpreter => _interpreter is var (offset, size) ? Text(_bytes.Slice(offset, size, "the interpreter's name"), 0) : null;

    public string? Name => _name is { } offset && Strings() is { } strings ? Text(strings, offset) : null;

    public IReadOnlyList<string> Needed() => Strings() is { } strings ? [.. _needed.Select(offset => Text(strings, offset))] : [];

    private void Take(ReadOnlySpan<byte> segment)
    {
        var type = _header.U32(segment);
        var offset = _header.Address(segment[(_header.Is64 ? 8 : 4)..]);
        var address = (ulong)_header.Address(segment[(_header.Is64 ? 16 : 8)..]);
        var size = _header.Address(segment[(_header.Is64 ? 32 : 16)..]);
        if (type == PtLoad) _loaded.Add((address, offset, size));
        if (type == PtInterp) _interpreter ??= (offset, size);
        if (type == PtDynamic) _dynamic ??= (offset, size);
    }

    private void ReadDynamic(ByteRange section)
    {
        using var entries = new RecordTable(section, _header.Is64 ? 16 : 8, "the dynamic section");
        for (long index = 0; index < entries.Count; index++)
        {
            var entry = entries[index];
            var tag = (ulong)_header.Address(entry);
            if (tag == 0) break;
            var value = _header.Address(entry[(_header.Is64 ? 8 : 4)..]);
            if (tag == DtNeeded && _needed.Count < MostNeeded) _needed.Add(value);
            if (tag == DtSoName) _name = value;
            if (tag == DtStrTab) _strings.Address = (ulong)value;
            if (tag == DtStrSize) _strings.Size = value;
            if (tag == DtFlags1) _isPie = ((ulong)value & Df1Pie) != 0;
        }
    }

    /// <summary>
    /// The dynamic section gives the address of its strings; the
    /// segment that is loaded there says where they are in the file.
    /// </summary>
    private ByteRange? Strings()
    {
        foreach (var (address, offset, size) in _loaded)
        {
            var inside = _strings.Address - address;
            if (_strings.Address >= address && inside < (ulong)size)
            {
                return _bytes.Slice(offset + (long)inside, _strings.Size, "the dynamic section's strings");
            }
        }

        return null;
    }

    private static string Text(ByteRange strings, long offset)
    {
        Span<byte> buffer = stackalloc byte[LongestText];
        var rest = strings.Slice(offset, strings.Length - offset, "a name in the dynamic section");
        var text = rest.ReadStart(buffer);
        var end = text.IndexOf((byte)0);
        return end >= 0
            ? Encoding.UTF8.GetString(text[..end])
            : throw rest.Fault(0, "a name that ends with a zero byte", $"none in {text.Length} bytes");
    }
}
