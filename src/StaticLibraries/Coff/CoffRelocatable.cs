using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>An object or bigobj, with every section header and symbol: what one needs to write it anew.</summary>
internal sealed class CoffRelocatable
{
    private const string SymbolTable = "the symbol table";

    /// <summary>
    /// How far an associative section may be from the one that it goes with at last: more than compilers write, and a circle is longer.
    /// </summary>
    private const int Deepest = 64;

    private readonly bool[] _isAuxiliary;
    private readonly long[] _relocationOffsets;
    private readonly long[] _relocationCounts;

    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public CoffRelocatable(ByteRange bytes)
    {
        Bytes = bytes;
        Header = new CoffHeader(bytes, 0);
        Sections = ReadSections();
        _relocationOffsets = new long[Sections.Length];
        _relocationCounts = new long[Sections.Length];
        for (var section = 1; section < Sections.Length; section++) LocateRelocations(section);
        var records = bytes.Slice(Header.SymbolTableOffset, Header.SymbolCount, Header.SymbolSize, SymbolTable);
        Symbols = new CoffSymbol[Header.SymbolCount];
        _isAuxiliary = new bool[Symbols.Length];
        Definitions = new CoffSectionDefinition?[Sections.Length];
        ReadSymbols(records);
        Check();
    }

    public ByteRange Bytes { get; }

    public CoffHeader Header { get; }

    /// <summary>By number; the first stands for none.</summary>
    public CoffSectionHeader[] Sections { get; }

    /// <summary>By number; what is an auxiliary record is no symbol.</summary>
    public CoffSymbol[] Symbols { get; }

    /// <summary>By the number of the section, what its symbol says of it; null where it has none.</summary>
    public CoffSectionDefinition?[] Definitions { get; }

    /// <summary>By the number of the symbol.</summary>
    public Dictionary<int, CoffWeakExternal> WeakExternals { get; } = [];

    public bool IsAuxiliary(int symbol) => _isAuxiliary[symbol];

    /// <summary>The names of symbols and sections, to be disposed by the caller.</summary>
    public CoffNames OpenNames() => new(Bytes, Header);

    /// <summary>A section's bytes; none where it has none in the file.</summary>
    public ByteRange Contents(int section)
    {
        var header = Sections[section];
        return header.IsZeroFill ? Bytes.Slice(0, 0, "a section") : Bytes.Slice(header.RawOffset, header.RawSize, "a section");
    }

    /// <summary>The number of the section that an associative one goes with; null for any other.</summary>
    public int? ParentOf(int section) =>
        Sections[section].IsComdat && Definitions[section] is { Selection: CoffSelection.Associative } definition
            ? definition.Number
            : null;

    public long RelocationCount(int section) => _relocationCounts[section];

    /// <summary>The relocations of a section, in their order.</summary>
    /// <exception cref="ArchiveFormatException">One is outside of the section, or of a symbol that is not there.</exception>
    public IEnumerable<CoffRelocation> Relocations(int section)
    {
        const string what = "relocations";
        var header = Sections[section];
        using var table = new RecordTable(Bytes.Slice(_relocationOffsets[section], _relocationCounts[section], CoffRelocation.Size, what),
            CoffRelocation.Size, what);
        for (long index = 0; index < table.Count; index++)
        {
            var relocation = CoffRelocation.Read(table[index]);
            if (relocation.Symbol >= Symbols.Length || _isAuxiliary[relocation.Symbol])
            {
                throw table.Fault(index, $"the number of a symbol, less than {Symbols.Length}", $"{relocation.Symbol}");
            }

            if (relocation.Offset - header.Address >= header.RawSize)
            {
                throw table.Fault(index, $"an offset in a section of {header.RawSize} bytes", $"{relocation.Offset}");
            }

            yield return relocation;
        }
    }

    private CoffSectionHeader[] ReadSections()
    {
        const string what = "the section headers";
        using var table = new RecordTable(Bytes.Slice(Header.SectionTableOffset, Header.SectionCount, CoffSectionHeader.Size, what),
            CoffSectionHeader.Size, what);
        var sections = new CoffSectionHeader[table.Count + 1];
        for (var index = 1; index < sections.Length; index++)
        {
            var section = sections[index] = CoffSectionHeader.Read(table[index - 1]);
            if (!section.IsZeroFill && section.RawSize > 0 && section.RawOffset == 0)
            {
                throw table.Fault(index - 1, $"the place of a section's {section.RawSize} bytes", "none");
            }

            if (!section.IsZeroFill) Bytes.Slice(section.RawOffset, section.RawSize, "a section");
        }

        return sections;
    }

    /// <summary>Of 65,535 relocations or more the first is none: it holds their number, itself counted.</summary>
    private void LocateRelocations(int section)
    {
        const string what = "relocations";
        var header = Sections[section];
        long offset = header.RelocationOffset, count = header.RelocationCount;
        if (count == ushort.MaxValue && (header.Characteristics & CoffSectionHeader.ManyRelocations) != 0)
        {
            Span<byte> first = stackalloc byte[CoffRelocation.Size];
            Bytes.Read(offset, first, what);
            count = CoffRelocation.Read(first).Offset - 1L;
            offset += CoffRelocation.Size;
            if (count < 0) throw Bytes.Fault(header.RelocationOffset, "the number of a section's relocations", "0");
        }

        if (count > 0) Bytes.Slice(offset, count, CoffRelocation.Size, what);
        (_relocationOffsets[section], _relocationCounts[section]) = count > 0 ? (offset, count) : (0, 0);
    }

    private void ReadSymbols(ByteRange records)
    {
        using var table = new RecordTable(records, Header.SymbolSize, SymbolTable);
        for (var index = 0; index < Symbols.Length;)
        {
            var symbol = Symbols[index] = new CoffSymbol(table[index], Header.IsBigObj);
            var auxiliaries = symbol.AuxiliaryCount;
            if (auxiliaries >= Symbols.Length - index)
            {
                throw table.Fault(index, $"at most {Symbols.Length - index - 1} auxiliary records", $"{auxiliaries}");
            }

            if (symbol.SectionNumber >= Sections.Length || symbol.SectionNumber < CoffSymbol.Debug)
            {
                throw table.Fault(index, $"the number of a section, less than {Sections.Length}", $"{symbol.SectionNumber}");
            }

            for (var auxiliary = 1; auxiliary <= auxiliaries; auxiliary++) _isAuxiliary[index + auxiliary] = true;
            if (auxiliaries > 0) ReadAuxiliary(index, symbol, table[index + 1]);
            index += 1 + auxiliaries;
        }
    }

    private void ReadAuxiliary(int index, in CoffSymbol symbol, ReadOnlySpan<byte> record)
    {
        if (symbol.IsWeakExternal) WeakExternals.Add(index, CoffWeakExternal.Read(record));
        else if (symbol.IsSectionDefinition && symbol.SectionNumber > 0)
        {
            Definitions[symbol.SectionNumber] ??= CoffSectionDefinition.Read(index, record, Header.IsBigObj);
        }
    }

    /// <summary>What points to symbols and sections points to ones that are there.</summary>
    private void Check()
    {
        foreach (var (index, weak) in WeakExternals)
        {
            if (weak.Default < 0 || weak.Default >= Symbols.Length || _isAuxiliary[weak.Default])
            {
                throw FaultOf(index, $"a default with the number of a symbol, less than {Symbols.Length}", $"{(uint)weak.Default}");
            }
        }

        for (var section = 1; section < Sections.Length; section++)
        {
            var parent = ParentOf(section);
            if (parent is null) continue;
            for (var steps = 1; parent is > 0 && parent < Sections.Length && ParentOf(parent.Value) is { } next; steps++)
            {
                parent = steps < Deepest ? next : -1;
            }

            if (parent <= 0 || parent >= Sections.Length || parent == section)
            {
                throw FaultOf(Definitions[section]!.Value.Symbol, "the number of another section, which it goes with",
                    $"{ParentOf(section)}");
            }
        }
    }

    private ArchiveFormatException FaultOf(int symbol, string expected, string found) =>
        Bytes.Fault(Header.SymbolTableOffset + (long)symbol * Header.SymbolSize, expected, found);
}
