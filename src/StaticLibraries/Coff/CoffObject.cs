using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>A COFF object or bigobj, or the headers of an executable or DLL (Microsoft's PE Format).</summary>
internal sealed class CoffObject : ObjectFile
{
    private const int InlineNameLength = 8;

    private readonly CoffHeader _header;
    private readonly bool _isImage;
    private readonly long _optionalHeader;
    private readonly RecordTable _sections;
    private readonly byte[] _inlineName = new byte[InlineNameLength];
    private StringTable? _names;
    private StringTable? _exportNames;
    private PeImage? _image;

    internal CoffObject(ByteRange bytes, long headerOffset = 0) : base(bytes)
    {
        _isImage = headerOffset != 0;
        _optionalHeader = headerOffset + CoffHeader.Size;
        _header = new CoffHeader(bytes, headerOffset);
        const string what = "the section headers";
        _sections = new RecordTable(
            bytes.Slice(_header.SectionTableOffset, _header.SectionCount, CoffSectionHeader.Size, what),
            CoffSectionHeader.Size,
            what);
    }

    public override ObjectFormat Format => ObjectFormat.Coff;

    public override Machine Machine => _header.Machine;

    public override TargetOs Os => TargetOs.Windows;

    public override bool HasLeadingUnderscore => Machine == Machine.I686;

    public override ObjectType Type =>
        (_header.Characteristics & CoffHeader.Dll) != 0 ? ObjectType.SharedLibrary
        : _isImage ? ObjectType.Executable
        : ObjectType.Relocatable;

    public override ImageFacts? Image() => !_isImage ? null : new ImageFacts
    {
        Needed = Directories.Needed(),
        Name = Directories.Name,
        HasSymbolTable = _header.SymbolCount > 0,
    };

    /// <summary>Of an executable or DLL: what it exports.</summary>
    public override IEnumerable<ObjectSymbol> Symbols() =>
        _isImage
            ? Directories.ExportNames().Select(
                offset => new ObjectSymbol(offset, SymbolKind.Other, SymbolBinding.Global, true, false, 0, 0))
            : Records();

    private IEnumerable<ObjectSymbol> Records()
    {
        using var records = new RecordTable(SymbolRecords(), _header.SymbolSize, "the symbol table");
        for (long index = 0; index < records.Count;)
        {
            var symbol = new CoffSymbol(records[index], _header.IsBigObj);
            var auxiliaries = symbol.AuxiliaryCount;
            if (auxiliaries >= records.Count - index)
            {
                throw records.Fault(index, $"at most {records.Count - index - 1} auxiliary records", $"{auxiliaries}");
            }

            var searches = symbol.IsWeakExternal && auxiliaries > 0 ? BinaryPrimitives.ReadUInt32LittleEndian(records[index + 1][4..]) : 0;
            yield return symbol.ToSymbol(NamePositionOf(symbol, records.OffsetOf(index)), SectionSymbolKind(symbol), searches);
            index += 1 + auxiliaries;
        }
    }

    public override IEnumerable<ObjectSection> Sections()
    {
        for (long index = 0; index < _sections.Count; index++) yield return SectionOf(index);
    }

    public override ObjectSection? SectionAt(long index) => index > 0 && index <= _sections.Count ? SectionOf(index - 1) : null;

    /// <summary>
    /// The position is an offset in the string table, or, where it is negative, the complement of that of an inline name.
    /// </summary>
    public override ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol)
    {
        if (_isImage) return (_exportNames ??= new StringTable(Bytes, Bytes, "the export names"))[symbol.NamePosition];
        if (symbol.NamePosition >= 0) return Names[symbol.NamePosition];
        Bytes.Read(_header.SymbolTableOffset + ~symbol.NamePosition, _inlineName, "a symbol's name");
        return CoffNames.UpToZero(_inlineName);
    }

    public override ReadOnlySpan<byte> NameOf(in ObjectSection section)
    {
        _sections[section.NamePosition][..CoffSectionHeader.NameLength].CopyTo(_inlineName);
        var name = CoffNames.UpToZero(_inlineName);
        if (name is not [(byte)'/', ..] || _isImage && _header.SymbolCount == 0) return name;
        return Names[CoffNames.OffsetIn(name)
            ?? throw _sections.Fault(section.NamePosition, "a section's name, or an offset in the string table",
                $"{Convert.ToHexString(name)} (hexadecimal)")];
    }

    protected override void Dispose(bool disposing)
    {
        _sections.Dispose();
        _names?.Dispose();
        _exportNames?.Dispose();
        base.Dispose(disposing);
    }

    private StringTable Names => _names ??= CoffNames.Open(Bytes, _header);

    private PeImage Directories => _image ??= new PeImage(Bytes, _optionalHeader, _sections);

    private ByteRange SymbolRecords() =>
        Bytes.Slice(_header.SymbolTableOffset, _header.SymbolCount, _header.SymbolSize, "the symbol table");

    private static long NamePositionOf(in CoffSymbol symbol, long recordOffset) =>
        symbol.LongNameOffset is { } offset ? offset : ~recordOffset;

    private ObjectSection SectionOf(long index)
    {
        var header = CoffSectionHeader.Read(_sections[index]);
        var kind = header.KindOf(NameOf(new ObjectSection(index + 1, index, default, 0, 0, 0)));
        return new ObjectSection(
            index + 1,
            index,
            kind,
            header.RawSize,
            header.IsZeroFill ? 0 : header.RawOffset,
            header.IsZeroFill ? 0 : header.RawSize);
    }

    private SymbolKind SectionSymbolKind(in CoffSymbol symbol)
    {
        if (symbol.SectionNumber <= 0) return SymbolKind.Other;
        if (symbol.SectionNumber > _sections.Count) return SymbolKind.Other;
        var header = _sections[symbol.SectionNumber - 1];
        return CoffSectionHeader.Read(header).SymbolKindOf(header[..CoffSectionHeader.NameLength]);
    }
}
