using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>A section group with its members (System V gABI, chapter 4, "Section Groups").</summary>
/// <param name="Section">The number of the section of type SHT_GROUP.</param>
/// <param name="Flags">GRP_COMDAT is bit 0.</param>
/// <param name="Signature">The number of the symbol whose name tells groups apart.</param>
/// <param name="Members">The numbers of its sections, those with relocations too.</param>
internal sealed record ElfSectionGroup(int Section, uint Flags, int Signature, int[] Members)
{
    private const uint Comdat = 1;

    public bool IsComdat => (Flags & Comdat) != 0;
}

/// <summary>A relocatable object, with every section header and symbol: what one needs to write it anew.</summary>
internal sealed class ElfRelocatable
{
    private const int Relocatable = 1;

    /// <exception cref="ArchiveFormatException">It is damaged, or not a relocatable object.</exception>
    public ElfRelocatable(ByteRange bytes)
    {
        Bytes = bytes;
        Header = new ElfHeader(bytes);
        if (Header.Type != Relocatable)
        {
            throw bytes.Fault(
                16, $"an ELF file of type {Relocatable} (relocatable)", $"type {Header.Type}",
                "a static library has objects in it, no linked files");
        }

        Sections = ReadSections();
        SymbolTable = Array.FindIndex(Sections, section => section.Type == ElfSectionHeader.SymTab);
        Symbols = SymbolTable > 0 ? ReadSymbols() : [];
        Groups = [
            .. Sections.Index().Where(section => section.Item.Type == ElfSectionHeader.Group).Select(section => ReadGroup(section.Index))];
    }

    public ByteRange Bytes { get; }

    public ElfHeader Header { get; }

    /// <summary>By number; the first stands for none.</summary>
    public ElfSectionHeader[] Sections { get; }

    /// <summary>The number of the section with the symbols; -1 for none.</summary>
    public int SymbolTable { get; }

    /// <summary>By number; the first stands for none.</summary>
    public ElfSymbolEntry[] Symbols { get; }

    public IReadOnlyList<ElfSectionGroup> Groups { get; }

    /// <summary>The names of sections, to be disposed by the caller.</summary>
    public StringTable OpenSectionNames() => OpenStrings(Header.SectionNamesIndex, "the section names");

    /// <summary>The names of symbols, to be disposed by the caller.</summary>
    public StringTable OpenSymbolNames() =>
        OpenStrings(SymbolTable > 0 ? Sections[SymbolTable].Link : Header.SectionNamesIndex, "the symbols' string table");

    public static bool IsRelocations(in ElfSectionHeader section) => section.Type is ElfSectionHeader.Rela or ElfSectionHeader.Rel;

    /// <summary>The relocations in a section of type SHT_RELA or SHT_REL.</summary>
    /// <exception cref="ArchiveFormatException">One is outside of the section that it is for, or of a symbol that is not there.</exception>
    public IEnumerable<ElfRelocation> Relocations(int section)
    {
        var header = Sections[section];
        var target = Sections[header.Info];
        var hasAddend = header.Type == ElfSectionHeader.Rela;
        var size = ElfRelocation.SizeIn(Header, hasAddend);
        using var table = new RecordTable(Contents(section, "relocations"), size, "relocations");
        for (long index = 0; index < table.Count; index++)
        {
            var relocation = ElfRelocation.Read(Header, table[index], hasAddend);
            if (relocation.Symbol >= Math.Max(1, Symbols.Length))
            {
                throw table.Fault(index, $"the number of a symbol, less than {Symbols.Length}", $"{relocation.Symbol}");
            }

            if ((ulong)relocation.Offset > (ulong)target.Size)
            {
                throw table.Fault(index, $"an offset in a section of {target.Size} bytes", $"{relocation.Offset}");
            }

            yield return relocation;
        }
    }

    /// <summary>A section's bytes; none where it has none in the file.</summary>
    public ByteRange Contents(int section, string what)
    {
        var header = Sections[section];
        return header.Type == ElfSectionHeader.NoBits ? Bytes.Slice(0, 0, what) : Bytes.Slice(header.Offset, header.Size, what);
    }

    private ElfSectionHeader[] ReadSections()
    {
        const string what = "the section headers";
        var size = Math.Max(Header.Is64 ? 64 : 40, Header.SectionHeaderSize);
        using var table = new RecordTable(Bytes.Slice(Header.SectionHeaderOffset, Header.SectionHeaderCount, size, what), size, what);
        var sections = new ElfSectionHeader[table.Count];
        for (var index = 0; index < sections.Length; index++)
        {
            var section = sections[index] = ElfSectionHeader.Read(Header, table[index]);
            if (section.Type is not (0 or ElfSectionHeader.NoBits)) Bytes.Slice(section.Offset, section.Size, "a section");
            if (section.Size < 0) throw table.Fault(index, "a section of a size that a file can have", $"{(ulong)section.Size} bytes");
            var isLinked = IsRelocations(section) || (section.Flags & ElfSectionHeader.LinkOrder) != 0
                || section.Type is ElfSectionHeader.SymTab or ElfSectionHeader.Group;
            if (isLinked && section.Link >= sections.Length)
            {
                throw table.Fault(index, $"the number of a section, less than {sections.Length}", $"{section.Link}");
            }

            if (IsRelocations(section) && section.Info >= sections.Length)
            {
                throw table.Fault(index, $"the number of a section, less than {sections.Length}", $"{section.Info}");
            }
        }

        return sections;
    }

    private ElfSymbolEntry[] ReadSymbols()
    {
        var size = ElfSymbolEntry.SizeIn(Header);
        var extended = Array.FindIndex(Sections, section => section.Type == ElfSectionHeader.SymTabShndx && section.Link == SymbolTable);
        using var table = new RecordTable(Contents(SymbolTable, "the symbol table"), size, "the symbol table");
        using var numbers = extended > 0
            ? new RecordTable(Contents(extended, "the extended section indexes"), 4, "the extended section indexes")
            : null;
        var symbols = new ElfSymbolEntry[table.Count];
        for (var index = 0; index < symbols.Length; index++)
        {
            symbols[index] = ElfSymbolEntry.Read(Header, table[index], numbers is null ? null : Header.U32(numbers[index]));
            if (symbols[index].Section >= Sections.Length)
            {
                throw table.Fault(index, $"a symbol in a section with a number less than {Sections.Length}", $"{symbols[index].Section}");
            }

            if (symbols[index].Section == -ElfSymbolEntry.Extended)
            {
                throw table.Fault(index, "a section of type SHT_SYMTAB_SHNDX for a symbol with SHN_XINDEX", "none");
            }
        }

        return symbols;
    }

    private ElfSectionGroup ReadGroup(int section)
    {
        using var words = new RecordTable(Contents(section, "a section group"), 4, "a section group");
        if (Sections[section].Info >= Symbols.Length)
        {
            throw words.Fault(0, $"a group's signature, the number of a symbol less than {Symbols.Length}", $"{Sections[section].Info}");
        }

        var members = new int[Math.Max(0, words.Count - 1)];
        for (var index = 0; index < members.Length; index++)
        {
            var member = Header.U32(words[index + 1]);
            if (member >= Sections.Length)
            {
                throw words.Fault(index + 1, $"the number of a section, less than {Sections.Length}", $"{member}");
            }

            members[index] = (int)member;
        }

        return new ElfSectionGroup(section, words.Count > 0 ? Header.U32(words[0]) : 0, (int)Sections[section].Info, members);
    }

    private StringTable OpenStrings(long section, string what)
    {
        if (section <= 0 || section >= Sections.Length || Sections[section].Type != ElfSectionHeader.StrTab)
        {
            throw Bytes.Fault(0, $"{what} in a section of type {ElfSectionHeader.StrTab} (SHT_STRTAB)", $"section {section}");
        }

        return new StringTable(Contents((int)section, what), Bytes, what);
    }
}
