using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>A Mach-O file for one machine (Apple's mach-o/loader.h and mach-o/nlist.h).</summary>
internal sealed class MachOObject : ObjectFile
{
    private readonly MachOHeader _header;
    private readonly MachOLoadCommands _commands;
    private readonly byte[] _name = new byte[2 * MachOSectionHeader.NameLength + 1];
    private StringTable? _symbolNames;

    internal MachOObject(ByteRange bytes) : base(bytes)
    {
        _header = new MachOHeader(bytes);
        _commands = new MachOLoadCommands(_header, bytes);
    }

    public override ObjectFormat Format => ObjectFormat.MachO;

    public override Machine Machine => _header.Machine;

    public override TargetOs Os => _commands.Os;

    public override Version? MinimumOs => _commands.MinimumOs;

    public override ObjectType Type => _header.Type;

    public override bool HasLeadingUnderscore => true;

    public override ImageFacts? Image() => Type is not (ObjectType.Executable or ObjectType.SharedLibrary) ? null : new ImageFacts
    {
        Interpreter = _commands.Linker,
        Needed = _commands.Libraries,
        Name = _commands.Name,
        HasSymbolTable = Symbols().Any(symbol => symbol is { IsDefined: true, Kind: SymbolKind.Func }),
        BuildId = _commands.BuildId,
    };

    public override IEnumerable<ObjectSymbol> Symbols()
    {
        if (_commands.SymbolTable is not { } table) yield break;
        var size = _header.Is64 ? 16 : 12;
        using var entries = new RecordTable(Bytes.Slice(table.Symbols, table.Count, size, "the symbol table"), size, "the symbol table");
        var kinds = SectionSymbolKinds();
        for (long index = 0; index < entries.Count; index++) yield return MachOSymbol.Read(_header, entries[index], kinds);
    }

    public override IEnumerable<ObjectSection> Sections()
    {
        long index = 0;
        foreach (var segment in _commands.Sections)
        {
            using var headers = SectionHeaders(segment);
            for (long i = 0; i < headers.Count; i++)
            {
                var bytes = headers[i];
                var header = MachOSectionHeader.Read(_header, bytes);
                var kind = header.KindOf(UpToZero(bytes[16..32]), UpToZero(bytes[..16]));
                var position = segment.Start - Bytes.Start + headers.OffsetOf(i);
                yield return new ObjectSection(
                    ++index,
                    position,
                    kind,
                    header.Size,
                    header.IsZeroFill ? 0 : header.Offset,
                    header.IsZeroFill ? 0 : (long)header.Size,
                    header.Address);
            }
        }
    }

    public override ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol)
    {
        if (symbol.NamePosition == 0 || _commands.SymbolTable is not { } table) return [];
        const string what = "the symbols' string table";
        _symbolNames ??= new StringTable(Bytes.Slice(table.Strings, table.StringsSize, what), Bytes, what);
        return _symbolNames[symbol.NamePosition];
    }

    /// <summary>Segment and section, as Apple's tools write them: <c>__TEXT,__text</c>.</summary>
    public override ReadOnlySpan<byte> NameOf(in ObjectSection section)
    {
        Span<byte> fields = stackalloc byte[2 * MachOSectionHeader.NameLength];
        Bytes.Read(section.NamePosition, fields, "a section's name");
        var segment = UpToZero(fields[16..]);
        var name = UpToZero(fields[..16]);
        segment.CopyTo(_name);
        _name[segment.Length] = (byte)',';
        name.CopyTo(_name.AsSpan(segment.Length + 1));
        return _name.AsSpan(0, segment.Length + 1 + name.Length);
    }

    protected override void Dispose(bool disposing)
    {
        _symbolNames?.Dispose();
        base.Dispose(disposing);
    }

    private RecordTable SectionHeaders(ByteRange segment) => new(segment, _header.Is64 ? 80 : 68, "a segment's section headers");

    /// <summary>By section number less 1. A symbol has a byte for the number, so no more than 255 matter.</summary>
    private List<SymbolKind> SectionSymbolKinds()
    {
        var kinds = new List<SymbolKind>();
        foreach (var segment in _commands.Sections)
        {
            using var headers = SectionHeaders(segment);
            for (long i = 0; i < headers.Count && kinds.Count < byte.MaxValue; i++)
            {
                kinds.Add(MachOSectionHeader.Read(_header, headers[i]).SymbolKind);
            }
        }

        return kinds;
    }

    private static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
