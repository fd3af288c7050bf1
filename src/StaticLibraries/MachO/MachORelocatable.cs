using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>
/// A 64-bit little-endian relocatable object (MH_OBJECT), with every section header and symbol: what one needs to write it anew.
/// </summary>
internal sealed class MachORelocatable
{
    private const int Relocatable = 1, MostSections = byte.MaxValue;
    private const long HighestAddress = 1L << 48;
    private const uint SubsectionsViaSymbols = 0x2000;

    private readonly List<MachOSection> _sections = [default];
    private readonly List<MachOCommand> _commands = [];
    private (long Symbols, long Count, long Strings, long StringsSize)? _table;
    private (long Offset, long Size)? _hints;
    private (long Offset, long Count) _indirect;

    /// <exception cref="ArchiveFormatException">It is damaged, or not a relocatable object.</exception>
    public MachORelocatable(ByteRange bytes)
    {
        Bytes = bytes;
        Header = new MachOHeader(bytes);
        if (Header.FileType != Relocatable)
            throw bytes.Fault(12, $"a Mach-O file of type {Relocatable} (MH_OBJECT)", $"type {Header.FileType}",
                "a static library has objects in it, no linked files");
        if (!Header.Is64 || Header.IsBigEndian) throw bytes.Fault(0, "a 64-bit little-endian object", "another one");
        ReadCommands();
        Sections = [.. _sections];
        for (var section = 1; section < Sections.Length; section++) Check(section);
        Symbols = _table is { } table ? ReadSymbols(table.Symbols, table.Count) : [];
        Indirect = ReadIndirect();
        Hints = _hints is { } hints ? MachOHint.ReadAll(bytes.Slice(hints.Offset, hints.Size, "optimization hints")) : [];
    }

    public ByteRange Bytes { get; }

    public MachOHeader Header { get; }

    /// <summary>By number; the first stands for none.</summary>
    public MachOSection[] Sections { get; }

    public MachOSymbolEntry[] Symbols { get; }

    /// <summary>The load commands but those that hold tables.</summary>
    public IReadOnlyList<MachOCommand> Commands => _commands;

    public List<MachOCodeRange> DataInCode { get; } = [];

    public IReadOnlyList<MachOHint> Hints { get; }

    /// <summary>The numbers of the symbols that pointers by symbol are for.</summary>
    public uint[] Indirect { get; }

    /// <summary>Whether what is between two symbols may be moved and left out by itself.</summary>
    public bool HasSubsections => (Header.Flags & SubsectionsViaSymbols) != 0;

    /// <summary>The names of symbols, to be disposed by the caller.</summary>
    public StringTable OpenNames()
    {
        const string what = "the symbols' string table";
        var (start, size) = _table is { } table ? (table.Strings, table.StringsSize) : (0, 0);
        return new StringTable(Bytes.Slice(start, size, what), Bytes, what);
    }

    /// <summary>A section's bytes; none where it has none in the file.</summary>
    public ByteRange Contents(int section)
    {
        var header = Sections[section];
        return header.IsZeroFill ? Bytes.Slice(0, 0, "a section") : Bytes.Slice(header.Offset, header.Size, "a section");
    }

    /// <summary>A section's relocations, by their places; what is for one place keeps its order.</summary>
    /// <exception cref="ArchiveFormatException">One is outside of the section, or of a symbol or section that is not there.</exception>
    public MachORelocation[] Relocations(int section) => [.. RelocationsInFile(section).OrderBy(relocation => relocation.Address)];

    /// <summary>A section's relocations in their order.</summary>
    /// <exception cref="ArchiveFormatException">One is outside of the section, or of a symbol or section that is not there.</exception>
    public MachORelocation[] RelocationsInFile(int section)
    {
        var header = Sections[section];
        using var table = new RecordTable(Bytes.Slice(header.Relocations, header.RelocationCount, MachORelocation.Size, "relocations"),
            MachORelocation.Size, "relocations");
        var read = new MachORelocation[table.Count];
        for (var index = 0; index < read.Length; index++)
        {
            var relocation = read[index] = MachORelocation.Read(Header, table[index]);
            if (relocation.Address < 0 || relocation.Address > header.Size - relocation.Length)
                throw table.Fault(index, $"the place of {relocation.Length} bytes in a section of {header.Size}", $"{relocation.Address}");
            if (relocation.IsAddend(Header.Machine)) continue;
            var limit = relocation.IsExtern ? Symbols.Length : Sections.Length;
            if (relocation.Number >= limit)
                throw table.Fault(index, $"the number of a {(relocation.IsExtern ? "symbol" : "section")}, less than {limit}",
                    $"{relocation.Number}");
        }

        for (var index = 0; index < read.Length; index++)
        {
            if (!read[index].IsFirstOfTwo(Header.Machine)) continue;
            if (index + 1 == read.Length || read[index + 1].Address != read[index].Address
                || read[index + 1].IsFirstOfTwo(Header.Machine)) throw table.Fault(index,
                "a relocation with another one for the same place behind it", "one without");
            index++;
        }

        return read;
    }

    private void ReadCommands()
    {
        var commands = Bytes.Slice(Header.Size, Header.CommandsSize, "the load commands");
        Span<byte> start = stackalloc byte[8];
        long offset = 0;
        for (uint index = 0; index < Header.CommandCount; index++)
        {
            commands.Read(offset, start, $"load command {index}");
            long size = Header.U32(start[4..]);
            if (size < 8 || size % 4 != 0 || size > commands.Length - offset)
                throw commands.Fault(offset + 4,
                    $"load command {index} with a size of 8 or more, a multiple of 4, inside the {commands.Length} bytes of commands",
                    $"{size}");
            var bytes = new byte[size];
            commands.Read(offset, bytes, "a load command");
            Take(new MachOCommand(bytes), commands.Slice(offset, size, "a load command"));
            offset += size;
        }
    }

    private void Take(MachOCommand command, ByteRange range)
    {
        switch (command.Number)
        {
            case MachOCommand.Segment64:
                ReadSegment(range);
                break;
            case MachOCommand.SymbolTable:
                if (_table is not null) throw range.Fault(0, "one symbol table", "two");
                _table = (command.Field(8), command.Field(12), command.Field(16), command.Field(20));
                break;
            case MachOCommand.DynamicSymbolTable:
                _indirect = (command.Field(56), command.Field(60));
                break;
            case MachOCommand.DataInCode:
                ReadDataInCode(command.Field(8), command.Field(12));
                break;
            case MachOCommand.OptimizationHints:
                if (_hints is not null) throw range.Fault(0, "one table of optimization hints", "two");
                _hints = (command.Field(8), command.Field(12));
                break;
            default:
                _commands.Add(command);
                break;
        }
    }

    private void ReadSegment(ByteRange command)
    {
        if (_sections.Count > 1) throw command.Fault(0, "one segment, as objects have", "two");
        Span<byte> count = stackalloc byte[4];
        command.Read(64, count, "a segment's section count");
        var headers = command.Slice(72, Header.U32(count), MachOSection.HeaderSize, "a segment's section headers");
        using var table = new RecordTable(headers, MachOSection.HeaderSize, "a segment's section headers");
        if (table.Count > MostSections)
            throw command.Fault(64, $"{MostSections} sections at most, since a symbol has a byte for the number", $"{table.Count}");
        for (long index = 0; index < table.Count; index++) _sections.Add(MachOSection.Read(Header, table[index]));
    }

    private void Check(int section)
    {
        const int mostAlignment = 30;
        var header = Sections[section];
        if (header.Address is < 0 or > HighestAddress || header.Size is < 0 or > HighestAddress)
            throw Bytes.Fault(0, "sections below 2^48", $"{header.FullName} at 0x{header.Address:x}, 0x{header.Size:x} bytes");
        if (header.Alignment > mostAlignment)
            throw Bytes.Fault(0, $"sections aligned to at most 2^{mostAlignment}", $"{header.FullName} to 2^{header.Alignment}");
        Contents(section);
    }

    private MachOSymbolEntry[] ReadSymbols(long start, long count)
    {
        const string what = "the symbol table";
        using var table = new RecordTable(Bytes.Slice(start, count, MachOSymbolEntry.Size, what), MachOSymbolEntry.Size, what);
        var symbols = new MachOSymbolEntry[table.Count];
        for (var index = 0; index < symbols.Length; index++)
        {
            var symbol = symbols[index] = MachOSymbolEntry.Read(Header, table[index]);
            if (!symbol.IsInSection)
            {
                if (!symbol.IsStab) symbols[index] = symbol with { Section = 0 };
                continue;
            }

            if (symbol.Section == 0 || symbol.Section >= Sections.Length)
                throw table.Fault(index, $"a symbol in a section with a number from 1 to {Sections.Length - 1}", $"{symbol.Section}");
            var section = Sections[symbol.Section];
            if (symbol.Value < (ulong)section.Address || symbol.Value > (ulong)section.End)
                throw table.Fault(index, $"a symbol in {section.FullName}, from 0x{section.Address:x} to 0x{section.End:x}",
                    $"0x{symbol.Value:x}");
        }

        return symbols;
    }

    private uint[] ReadIndirect()
    {
        const string what = "the indirect symbol table";
        using var table = new RecordTable(Bytes.Slice(_indirect.Offset, _indirect.Count, 4, what), 4, what);
        var symbols = new uint[table.Count];
        for (var index = 0; index < symbols.Length; index++) symbols[index] = Header.U32(table[index]);
        return symbols;
    }

    private void ReadDataInCode(long start, long size)
    {
        const string what = "the table of data in code";
        using var table = new RecordTable(Bytes.Slice(start, size, what), MachOCodeRange.Size, what);
        for (long index = 0; index < table.Count; index++)
        {
            var entry = table[index];
            DataInCode.Add(new MachOCodeRange(Header.U32(entry), Header.U16(entry[4..]), Header.U16(entry[6..])));
        }
    }
}
