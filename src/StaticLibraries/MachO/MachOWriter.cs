using System.Buffers.Binary;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>A section that is to be written.</summary>
/// <param name="Header">All of it but its place in the file and its relocations.</param>
/// <param name="Relocations">In their order.</param>
/// <param name="Write">Writes as many bytes as the header says; null for what has no bytes in the file.</param>
internal sealed record MachOSectionOutput(MachOSection Header, IReadOnlyList<MachORelocation> Relocations, Action<Stream>? Write);

/// <summary>A symbol that is to be written; the name's place is not known yet.</summary>
internal readonly record struct MachOSymbolOutput(byte[] Name, MachOSymbolEntry Entry);

/// <summary>
/// Writes a 64-bit relocatable object (mach-o/loader.h): one segment, the sections with their relocations, data in code, hints, the
/// symbol table
/// and its names. What a section holds is written when the whole is, so that it need not be in memory.
/// </summary>
internal sealed class MachOWriter
{
    private const int HeaderSize = 32, SegmentSize = 72, TableSize = 24, DynamicTableSize = 80, DataCommandSize = 16,
        LargestAlignment = 16;
    private const uint AllProtection = 7;

    private readonly StringPool _names = new(start: 1);
    private readonly List<(string What, long Offset, long Size)> _tables = [];
    private long[] _offsets = [], _relocations = [];
    private int[] _nameNumbers = [];
    private byte[] _hints = [];
    private long _end;

    /// <summary>An object of the same machine.</summary>
    public required MachOHeader Like { get; init; }

    /// <summary>Of the header: MH_*.</summary>
    public required uint Flags { get; init; }

    /// <summary>In the order of their addresses, those without bytes in the file last.</summary>
    public required IReadOnlyList<MachOSectionOutput> Sections { get; init; }

    /// <summary>The load commands but those that hold tables.</summary>
    public required IReadOnlyList<MachOCommand> Commands { get; init; }

    /// <summary>Local ones, then those that are visible, then those that are not here.</summary>
    public required IReadOnlyList<MachOSymbolOutput> Symbols { get; init; }

    public IReadOnlyList<MachOCodeRange> DataInCode { get; init; } = [];

    public IReadOnlyList<MachOHint> Hints { get; init; } = [];

    public IReadOnlyList<uint> Indirect { get; init; } = [];

    /// <summary>Of the file, in bytes, once it is complete.</summary>
    public long Size { get; private set; }

    /// <summary>Gives everything its place.</summary>
    public void Complete()
    {
        _nameNumbers = [.. Symbols.Select(symbol => _names.Add(symbol.Name))];
        _names.Close();
        _hints = Hints.Count > 0 ? MachOHint.WriteAll(Hints) : [];
        var position = Aligned(HeaderSize + CommandsSize, LargestAlignment);
        _offsets = new long[Sections.Count];
        for (var section = 0; section < _offsets.Length; section++)
        {
            if (Sections[section].Write is null) continue;
            _offsets[section] = position = Aligned(position,
                Math.Min(1 << Math.Min(Sections[section].Header.Alignment, 30), LargestAlignment));
            position += Sections[section].Header.Size;
        }

        _end = position;
        position = Aligned(position, 8);
        _relocations = new long[Sections.Count];
        for (var section = 0; section < _relocations.Length; section++)
        {
            if (Sections[section].Relocations.Count == 0) continue;
            _relocations[section] = position;
            position += (long)MachORelocation.Size * Sections[section].Relocations.Count;
        }

        foreach (var (what, size) in new[] { ("code", (long)MachOCodeRange.Size * DataInCode.Count), ("hints", _hints.Length),
            ("symbols", (long)MachOSymbolEntry.Size * Symbols.Count), ("indirect", 4L * Indirect.Count),
            ("names", Aligned(_names.Length, 8)) })
        {
            _tables.Add((what, position, size));
            position += size;
            position = Aligned(position, 8);
        }

        Size = position;
        if (Size > uint.MaxValue) throw new InputException($"a Mach-O object has at most 4 GB, and this one would have {Size} bytes");
    }

    private static long Aligned(long value, long alignment) => (value + alignment - 1) & -alignment;

    private int CommandCount => Commands.Count + 3 + (DataInCode.Count > 0 ? 1 : 0) + (Hints.Count > 0 ? 1 : 0);

    private long CommandsSize => SegmentSize + MachOSection.HeaderSize * (long)Sections.Count + TableSize + DynamicTableSize
        + Commands.Sum(command => (long)command.Bytes.Length) + (DataInCode.Count > 0 ? DataCommandSize : 0)
            + (Hints.Count > 0 ? DataCommandSize : 0);

    public void Write(Stream output)
    {
        var written = new Output(output);
        WriteHeader(written);
        WriteCommands(written);
        for (var section = 0; section < Sections.Count; section++)
        {
            if (Sections[section].Write is not { } write) continue;
            written.PadTo(_offsets[section]);
            write(output);
            written.Position += Sections[section].Header.Size;
        }

        for (var section = 0; section < Sections.Count; section++)
        {
            if (Sections[section].Relocations.Count > 0) written.PadTo(_relocations[section]);
            foreach (var relocation in Sections[section].Relocations) written.U32((uint)relocation.Address).U32(relocation.Word);
        }

        WriteTables(written);
        written.PadTo(Size);
    }

    private void WriteHeader(Output output) =>
        output.U32(MachOHeader.Magic64).U32(Like.CpuType).U32(Like.CpuSubtype).U32(1).U32((uint)CommandCount).U32((uint)CommandsSize)
            .U32(Flags).U32(0);

    private void WriteCommands(Output output)
    {
        var start = _offsets.Where(offset => offset > 0).DefaultIfEmpty(_end).First();
        var memory = Sections.Select(section => section.Header.End).DefaultIfEmpty(0).Max();
        output.U32(MachOCommand.Segment64).U32((uint)(SegmentSize + MachOSection.HeaderSize * Sections.Count)).Text("", 16)
            .U64(0).U64((ulong)memory).U64((ulong)start).U64((ulong)(_end - start)).U32(AllProtection).U32(AllProtection)
                .U32((uint)Sections.Count).U32(0);
        for (var section = 0; section < Sections.Count; section++)
        {
            var header = Sections[section].Header;
            output.Text(header.Name, 16).Text(header.Segment, 16).U64((ulong)header.Address).U64((ulong)header.Size)
                .U32((uint)_offsets[section]).U32((uint)header.Alignment)
                .U32((uint)_relocations[section]).U32((uint)Sections[section].Relocations.Count).U32(header.Flags).U32(header.Reserved1)
                    .U32(header.Reserved2).U32(0);
        }

        foreach (var command in Commands) output.Bytes(command.Bytes);
        if (DataInCode.Count > 0) Table(output.U32(MachOCommand.DataInCode).U32(DataCommandSize), "code");
        if (Hints.Count > 0) Table(output.U32(MachOCommand.OptimizationHints).U32(DataCommandSize), "hints");
        var (names, symbols) = (Place("names"), Place("symbols"));
        output.U32(MachOCommand.SymbolTable).U32(TableSize).U32((uint)symbols.Offset).U32((uint)Symbols.Count).U32((uint)names.Offset)
            .U32((uint)names.Size);
        var local = (uint)Symbols.Count(symbol => !symbol.Entry.IsExternal);
        var defined = (uint)Symbols.Count(symbol => symbol.Entry.IsExternal && symbol.Entry.Place != MachOSymbolEntry.Undefined);
        output.U32(MachOCommand.DynamicSymbolTable).U32(DynamicTableSize).U32(0).U32(local).U32(local).U32(defined).U32(local + defined)
            .U32((uint)Symbols.Count - local - defined);
        for (var field = 0; field < 6; field++) output.U32(0);
        output.U32(Indirect.Count > 0 ? (uint)Place("indirect").Offset : 0).U32((uint)Indirect.Count);
        for (var field = 0; field < 4; field++) output.U32(0);
    }

    private void WriteTables(Output output)
    {
        output.PadTo(Place("code").Offset);
        foreach (var range in DataInCode) output.U32(range.Address).U32(range.Length | (uint)range.Kind << 16);
        output.PadTo(Place("hints").Offset).Bytes(_hints).PadTo(Place("symbols").Offset);
        for (var symbol = 0; symbol < Symbols.Count; symbol++)
        {
            var entry = Symbols[symbol].Entry;
            output.U32(Symbols[symbol].Name.Length == 0 ? 0 : (uint)_names.OffsetOf(_nameNumbers[symbol]))
                .U32(entry.Type | (uint)entry.Section << 8 | (uint)entry.Description << 16).U64(entry.Value);
        }

        output.PadTo(Place("indirect").Offset);
        foreach (var symbol in Indirect) output.U32(symbol);
        output.PadTo(Place("names").Offset + 1);
        _names.Write(output.Stream);
        output.Position += _names.Length - 1;
    }

    private (long Offset, long Size) Place(string table)
    {
        var (_, offset, size) = _tables.Find(one => one.What == table);
        return (offset, size);
    }

    private void Table(Output output, string table)
    {
        var (offset, size) = Place(table);
        output.U32((uint)offset).U32((uint)size);
    }

    /// <summary>Numbers and bytes one behind the other.</summary>
    private sealed class Output(Stream stream)
    {
        private static ReadOnlySpan<byte> Zero => [0];

        public Stream Stream => stream;

        public long Position { get; set; }

        public Output U32(uint value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            return Bytes(bytes);
        }

        public Output U64(ulong value) => U32((uint)value).U32((uint)(value >> 32));

        public Output Text(string text, int length) => Bytes([.. Encoding.Latin1.GetBytes(text), .. new byte[length - text.Length]]);

        public Output Bytes(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            Position += bytes.Length;
            return this;
        }

        public Output PadTo(long position)
        {
            while (Position < position) Bytes(Zero);
            return this;
        }
    }
}
