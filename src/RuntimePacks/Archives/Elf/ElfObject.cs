using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives.Elf;

/// <summary>An ELF file (System V gABI, chapters 4 and 5): relocatable, executable or shared.</summary>
public sealed class ElfObject : ObjectFile
{
    private const int EtRel = 1, EtExec = 2, EtDyn = 3;

    private readonly ElfHeader _header;
    private readonly RecordTable _sections;
    private StringTable? _sectionNames;
    private StringTable? _symbolNames;
    private ObjectType? _type;

    internal ElfObject(ByteRange bytes) : base(bytes)
    {
        _header = new ElfHeader(bytes);
        var size = Math.Max(1, _header.SectionHeaderSize);
        _sections = new RecordTable(bytes.Slice(_header.SectionHeaderOffset, _header.SectionHeaderCount, size, "the section headers"), size, "the section headers");
    }

    public override ObjectFormat Format => ObjectFormat.Elf;

    public override Machine Machine => ElfMachine.Of(_header);

    public override TargetOs Os => ElfMachine.OsOf(_header);

    public override ObjectType Type => _type ??= _header.Type switch
    {
        EtRel => ObjectType.Relocatable,
        EtExec => ObjectType.Executable,
        EtDyn => ElfDynamic.IsExecutable(_header, Bytes) ? ObjectType.Executable : ObjectType.SharedLibrary,
        _ => ObjectType.Other,
    };

    /// <summary>The entries of .symtab, less the first, which stands for no symbol; of .dynsym where there is no .symtab or in a shared library.</summary>
    public override IEnumerable<ObjectSymbol> Symbols()
    {
        if (FindSymbolTable() is not var (index, table)) yield break;
        foreach (var symbol in new ElfSymbolTable(_header, Bytes, table, ExtendedIndexesOf(index)).Read()) yield return symbol;
    }

    public override IEnumerable<ObjectSection> Sections()
    {
        for (long index = 0; index < _sections.Count; index++)
        {
            var section = SectionAt(index);
            var inFile = section.Type is not (ElfSectionHeader.NoBits or 0);
            var kind = section.KindOf(SectionNames is { } names ? names[section.Name] : []);
            yield return new ObjectSection(index, section.Name, kind, (ulong)section.Size, inFile ? section.Offset : 0, inFile ? section.Size : 0);
        }
    }

    public override ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol)
    {
        if (_symbolNames is null && FindSymbolTable() is var (_, table)) _symbolNames = StringsAt(table.Link, "the symbols' string table");
        return symbol.NamePosition == 0 || _symbolNames is null ? [] : _symbolNames[symbol.NamePosition];
    }

    public override ReadOnlySpan<byte> NameOf(in ObjectSection section) =>
        section.NamePosition == 0 && section.Index == 0 || SectionNames is not { } names ? [] : names[section.NamePosition];

    protected override void Dispose(bool disposing)
    {
        _sections.Dispose();
        _sectionNames?.Dispose();
        _symbolNames?.Dispose();
        base.Dispose(disposing);
    }

    private StringTable? SectionNames =>
        _sectionNames ??= _header.SectionNamesIndex == 0 ? null : StringsAt(_header.SectionNamesIndex, "the section names");

    private (long Index, ElfSectionHeader Table)? FindSymbolTable()
    {
        var (first, second) = _header.Type == EtDyn ? (ElfSectionHeader.DynSym, ElfSectionHeader.SymTab) : (ElfSectionHeader.SymTab, ElfSectionHeader.DynSym);
        return Find(first) ?? Find(second);
    }

    private (long Index, ElfSectionHeader Table)? Find(uint type)
    {
        for (long index = 0; index < _sections.Count; index++)
        {
            var section = SectionAt(index);
            if (section.Type == type) return (index, section);
        }

        return null;
    }

    private ElfSectionHeader? ExtendedIndexesOf(long symbolTable)
    {
        for (long index = 0; index < _sections.Count; index++)
        {
            var section = SectionAt(index);
            if (section.Type == ElfSectionHeader.SymTabShndx && section.Link == symbolTable) return section;
        }

        return null;
    }

    private ElfSectionHeader SectionAt(long index) => ElfSectionHeader.Read(_header, _sections[index]);

    private StringTable StringsAt(long section, string what)
    {
        var header = SectionAt(section);
        if (header.Type != ElfSectionHeader.StrTab) throw _sections.Fault(section, $"{what} in a section of type {ElfSectionHeader.StrTab} (SHT_STRTAB)", $"type {header.Type}");
        return new StringTable(Bytes.Slice(header.Offset, header.Size, what), Bytes, what);
    }
}
