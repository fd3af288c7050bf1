using System.Runtime.CompilerServices;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>An ELF file (System V gABI, chapters 4 and 5): relocatable, executable or shared.</summary>
public sealed class ElfObject : ObjectFile
{
    /// <summary>In bytes: a file name and a checksum, or a note with a digest.</summary>
    private const int LongestNote = 512;

    private const int EtRel = 1, EtExec = 2, EtDyn = 3;

    private readonly ElfHeader _header;
    private readonly RecordTable _sections;
    private StringTable? _sectionNames;
    private StringTable? _symbolNames;
    private ElfSegments? _segments;
    private ObjectType? _type;

    internal ElfObject(ByteRange bytes) : base(bytes)
    {
        _header = new ElfHeader(bytes);
        var size = Math.Max(1, _header.SectionHeaderSize);
        _sections = new RecordTable(
            bytes.Slice(_header.SectionHeaderOffset, _header.SectionHeaderCount, size, "the section headers"),
            size,
            "the section headers");
    }

    public override ObjectFormat Format => ObjectFormat.Elf;

    public override Machine Machine => ElfMachine.Of(_header);

    public override TargetOs Os => ElfMachine.OsOf(_header);

    public override ObjectType Type => _type ??= _header.Type switch
    {
        EtRel => ObjectType.Relocatable,
        EtExec => ObjectType.Executable,
        EtDyn => Segments.IsExecutable ? ObjectType.Executable : ObjectType.SharedLibrary,
        _ => ObjectType.Other,
    };

    /// <summary>
    /// Whether <see cref="Symbols"/> is of .symtab in a shared library too, or
    /// in the file that holds the symbols of another; set before it is asked.
    /// </summary>
    public bool ReadsWholeTable { get; set; }

    public override ImageFacts? Image()
    {
        if (Type is not (ObjectType.Executable or ObjectType.SharedLibrary)) return null;
        var needs = Find(ElfSectionHeader.VersionNeeds);
        using var names = needs is var (_, section) ? StringsAt(section.Link, "the version requirements' names") : null;
        Span<byte> buffer = stackalloc byte[LongestNote];
        return new ImageFacts
        {
            Interpreter = Segments.Interpreter,
            Needed = Segments.Needed(),
            Name = Segments.Name,
            Glibc = needs is var (_, table)
                ? ElfNotes.Glibc(_header, Bytes.Slice(table.Offset, table.Size, "the version requirements"), names!)
                : null,
            HasSymbolTable = Find(ElfSectionHeader.SymTab) is not null,
            DebugFile = SectionNamed(".gnu_debuglink") is { } link ? ElfNotes.DebugFile(BytesOf(link, buffer)) : null,
            BuildId = BuildId(),
        };
    }

    /// <summary>What .note.gnu.build-id says, in hexadecimal digits; the file that holds another's symbols has the same.</summary>
    public string? BuildId() =>
        SectionNamed(".note.gnu.build-id") is { } note
            ? ElfNotes.BuildId(_header, BytesOf(note, stackalloc byte[LongestNote]))
            : null;

    /// <summary>
    /// The entries of .symtab, less the first, which stands for no symbol;
    /// of .dynsym where there is no .symtab or in a shared library.
    /// </summary>
    public override IEnumerable<ObjectSymbol> Symbols()
    {
        if (FindSymbolTable() is not var (index, table)) yield break;
        foreach (var symbol in new ElfSymbolTable(_header, Bytes, table, ExtendedIndexesOf(index)).Read()) yield return symbol;
    }

    public override IEnumerable<ObjectSection> Sections()
    {
        for (long index = 0; index < _sections.Count; index++) yield return SectionOf(index);
    }

    public override ObjectSection? SectionAt(long index) => index > 0 && index < _sections.Count ? SectionOf(index) : null;

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

    private ElfSegments Segments => _segments ??= new ElfSegments(_header, Bytes);

    private StringTable? SectionNames =>
        _sectionNames ??= _header.SectionNamesIndex == 0 ? null : StringsAt(_header.SectionNamesIndex, "the section names");

    private (long Index, ElfSectionHeader Table)? FindSymbolTable()
    {
        var (first, second) = !ReadsWholeTable && Type == ObjectType.SharedLibrary
            ? (ElfSectionHeader.DynSym, ElfSectionHeader.SymTab)
            : (ElfSectionHeader.SymTab, ElfSectionHeader.DynSym);
        return Find(first) ?? Find(second);
    }

    private (long Index, ElfSectionHeader Table)? Find(uint type)
    {
        for (long index = 0; index < _sections.Count; index++)
        {
            var section = HeaderAt(index);
            if (section.Type == type) return (index, section);
        }

        return null;
    }

    private ElfSectionHeader? ExtendedIndexesOf(long symbolTable)
    {
        for (long index = 0; index < _sections.Count; index++)
        {
            var section = HeaderAt(index);
            if (section.Type == ElfSectionHeader.SymTabShndx && section.Link == symbolTable) return section;
        }

        return null;
    }

    [MethodImpl(Hot.Path)]
    private ObjectSection SectionOf(long index)
    {
        var section = HeaderAt(index);
        var inFile = section.Type is not (ElfSectionHeader.NoBits or 0);
        var kind = section.KindWithoutName ?? section.KindOf(SectionNames is { } names ? names[section.Name] : []);
        return new ObjectSection(
            index,
            section.Name,
            kind,
            (ulong)section.Size,
            inFile ? section.Offset : 0,
            inFile ? section.Size : 0,
            section.Address);
    }

    private ElfSectionHeader HeaderAt(long index) => ElfSectionHeader.Read(_header, _sections[index]);

    private StringTable StringsAt(long section, string what)
    {
        var header = HeaderAt(section);
        if (header.Type != ElfSectionHeader.StrTab)
        {
            throw _sections.Fault(
                section, $"{what} in a section of type {ElfSectionHeader.StrTab} (SHT_STRTAB)", $"type {header.Type}");
        }

        return new StringTable(Bytes.Slice(header.Offset, header.Size, what), Bytes, what);
    }
}
