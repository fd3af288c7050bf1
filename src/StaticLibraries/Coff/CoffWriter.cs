using System.Buffers.Binary;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>What a section holds, to be written.</summary>
/// <param name="Name">Of any length.</param>
/// <param name="Characteristics">Less that it has many relocations, which is found here.</param>
/// <param name="Size">In bytes, in the file or (zero-filled) in memory.</param>
/// <param name="Write">Writes as many bytes as were said; null where there are none in the file.</param>
/// <param name="RelocationCount">How many it has.</param>
/// <param name="Relocations">As many as were said. Asked for when all symbols have their numbers.</param>
internal sealed record CoffSectionOutput(byte[] Name, uint Characteristics, long Size, Action<Stream>? Write, long RelocationCount,
    Func<IEnumerable<CoffRelocation>>? Relocations);

/// <summary>
/// Writes an object: what sections hold, those of one name side by side, since like beside like packs best; their relocations; symbols and
/// names. It becomes a bigobj when there are more sections than the smaller header counts. What a section holds is written when the whole
/// is, so that it need not be in memory.
/// </summary>
internal sealed class CoffWriter
{
    private const int BigObjVersion = 2, AuxiliaryLength = 18;
    private const long LargestNumber = uint.MaxValue;

    private readonly List<CoffSectionOutput> _sections = [];
    private readonly List<Record> _symbols = [];
    private readonly List<int> _longNames = [];
    private readonly StringPool _names = new(4);
    private readonly int _machine;
    private readonly int _characteristics;
    private int[] _layout = [];
    private bool _isBig;
    private int _symbolCount;
    private long _symbolOffset;

    /// <param name="NameField">A name of up to eight bytes.</param>
    /// <param name="LongName">The number of a longer one; negative where it is not.</param>
    private readonly record struct Record(ulong NameField, int LongName, uint Value, int Section, ushort Type, byte StorageClass,
        Action<Span<byte>>? Auxiliary);

    /// <param name="machine">PE Format, "Machine Types".</param>
    /// <param name="characteristics">Of the whole; a bigobj has none.</param>
    public CoffWriter(int machine, int characteristics) => (_machine, _characteristics) = (machine, characteristics);

    /// <summary>The number that the next section gets.</summary>
    public int NextSection => _sections.Count + 1;

    /// <summary>Of the file, in bytes, once it is complete.</summary>
    public long Size { get; private set; }

    /// <summary>ANON_OBJECT_HEADER_BIGOBJ's class id: {D1BAA1C7-BAEE-4ba9-AF20-FAF66AA4DCB8}.</summary>
    private static ReadOnlySpan<byte> BigObj =>
        [0xc7, 0xa1, 0xba, 0xd1, 0xee, 0xba, 0xa9, 0x4b, 0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4, 0xdc, 0xb8];

    /// <summary>Adds a section and returns its number.</summary>
    public int AddSection(CoffSectionOutput section)
    {
        _sections.Add(section);
        // A short one with a slash in front would be read as the place of a long one.
        _longNames.Add(section.Name.Length > CoffNames.InlineLength || section.Name is [(byte)'/', ..] ? _names.Add(section.Name) : -1);
        return _sections.Count;
    }

    /// <summary>Adds a symbol and returns its number.</summary>
    /// <param name="auxiliary">Fills its one auxiliary record, of zeros, when all symbols have their numbers; null for none.</param>
    public int AddSymbol(ReadOnlySpan<byte> name, uint value, int section, ushort type, byte storageClass,
        Action<Span<byte>>? auxiliary = null)
    {
        Span<byte> field = stackalloc byte[CoffNames.InlineLength];
        field.Clear();
        // A record of zeros would be read as the place of a long name.
        var longName = name.Length is 0 or > CoffNames.InlineLength ? _names.Add(name) : -1;
        if (longName < 0) name.CopyTo(field);
        _symbols.Add(new Record(BinaryPrimitives.ReadUInt64LittleEndian(field), longName, value, section, type, storageClass, auxiliary));
        var number = _symbolCount;
        _symbolCount += auxiliary is null ? 1 : 2;
        return number;
    }

    /// <summary>Adds a symbol that stands for a section, of the name of the section.</summary>
    public int AddSectionSymbol(int section, CoffSectionDefinition definition)
    {
        var output = _sections[section - 1];
        return AddSymbol(output.Name, 0, section, 0, CoffSymbol.Static,
            record => definition.Write(record, (uint)output.Size, output.RelocationCount));
    }

    /// <summary>Ends what is added; afterwards the size is known.</summary>
    /// <exception cref="InputException">It is larger than the format can say.</exception>
    public void Complete()
    {
        _isBig = _sections.Count > CoffSymbol.LargestShortNumber;
        _names.Close();
        _layout = [
            .. Enumerable.Range(0, _sections.Count).GroupBy(index => Encoding.Latin1.GetString(_sections[index].Name))
                .SelectMany(group => group),
        ];
        _symbolOffset = HeaderSize + _sections.Sum(section => SizeOf(section) + CoffRelocation.Size * RecordsOf(section));
        Size = _symbolOffset + (long)SymbolSize * _symbolCount + _names.Length;
        if (Size > LargestNumber)
        {
            throw new InputException(
                $"the library would be one object of {Size} bytes, and COFF ends at {LargestNumber}; "
                + "--slim strip leaves the members apart");
        }
    }

    public void Write(Stream output)
    {
        WriteHeader(output);
        WriteSectionHeaders(output);
        foreach (var index in _layout) _sections[index].Write?.Invoke(output);
        foreach (var index in _layout) WriteRelocations(output, _sections[index]);
        WriteSymbols(output);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)_names.Length);
        output.Write(size);
        _names.Write(output);
    }

    private int SymbolSize => _isBig ? 20 : 18;

    private long HeaderSize => (_isBig ? 56 : CoffHeader.Size) + (long)CoffSectionHeader.Size * _sections.Count;

    private static bool HasMany(CoffSectionOutput section) => section.RelocationCount >= ushort.MaxValue;

    private static long RecordsOf(CoffSectionOutput section) => section.RelocationCount + (HasMany(section) ? 1 : 0);

    private static long SizeOf(CoffSectionOutput section) => section.Write is null ? 0 : section.Size;

    private void WriteHeader(Stream output)
    {
        Span<byte> header = stackalloc byte[56];
        header.Clear();
        if (_isBig)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header[2..], 0xffff);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], BigObjVersion);
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)_machine);
            BigObj.CopyTo(header[12..]);
            BinaryPrimitives.WriteInt32LittleEndian(header[44..], _sections.Count);
            BinaryPrimitives.WriteUInt32LittleEndian(header[48..], (uint)_symbolOffset);
            BinaryPrimitives.WriteInt32LittleEndian(header[52..], _symbolCount);
            output.Write(header);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)_machine);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)_sections.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)_symbolOffset);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], _symbolCount);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], (ushort)_characteristics);
        output.Write(header[..CoffHeader.Size]);
    }

    private void WriteSectionHeaders(Stream output)
    {
        Span<byte> header = stackalloc byte[CoffSectionHeader.Size];
        var (contents, relocations) = Offsets();
        for (var index = 0; index < _sections.Count; index++)
        {
            var section = _sections[index];
            header.Clear();
            if (_longNames[index] >= 0) Encoding.ASCII.GetBytes(CoffNames.FieldOf(_names.OffsetOf(_longNames[index])), header);
            else section.Name.CopyTo(header);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)section.Size);
            if (SizeOf(section) > 0) BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)contents[index]);
            if (section.RelocationCount > 0) BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)relocations[index]);
            BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)Math.Min(section.RelocationCount, ushort.MaxValue));
            var many = HasMany(section) ? CoffSectionHeader.ManyRelocations : 0;
            BinaryPrimitives.WriteUInt32LittleEndian(header[36..], (section.Characteristics & ~CoffSectionHeader.ManyRelocations) | many);
            output.Write(header);
        }
    }

    /// <summary>Where in the file each section's bytes and relocations are.</summary>
    private (long[] Contents, long[] Relocations) Offsets()
    {
        var (contents, relocations) = (new long[_sections.Count], new long[_sections.Count]);
        var offset = HeaderSize;
        foreach (var index in _layout)
        {
            contents[index] = offset;
            offset += SizeOf(_sections[index]);
        }

        foreach (var index in _layout)
        {
            relocations[index] = offset;
            offset += CoffRelocation.Size * RecordsOf(_sections[index]);
        }

        return (contents, relocations);
    }

    private static void WriteRelocations(Stream output, CoffSectionOutput section)
    {
        if (section.Relocations is null) return;
        Span<byte> bytes = stackalloc byte[CoffRelocation.Size];
        if (HasMany(section))
        {
            new CoffRelocation((uint)RecordsOf(section), 0, 0).Write(bytes);
            output.Write(bytes);
        }

        foreach (var relocation in section.Relocations())
        {
            relocation.Write(bytes);
            output.Write(bytes);
        }
    }

    private void WriteSymbols(Stream output)
    {
        Span<byte> bytes = stackalloc byte[20];
        foreach (var symbol in _symbols)
        {
            bytes.Clear();
            if (symbol.LongName < 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes, symbol.NameField);
            else BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)_names.OffsetOf(symbol.LongName));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], symbol.Value);
            if (_isBig) BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], symbol.Section);
            else BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], (ushort)symbol.Section);
            var rest = bytes[(_isBig ? 16 : 14)..];
            BinaryPrimitives.WriteUInt16LittleEndian(rest, symbol.Type);
            rest[2] = symbol.StorageClass;
            rest[3] = (byte)(symbol.Auxiliary is null ? 0 : 1);
            output.Write(bytes[..SymbolSize]);
            if (symbol.Auxiliary is null) continue;
            bytes.Clear();
            symbol.Auxiliary(bytes[..AuxiliaryLength]);
            output.Write(bytes[..SymbolSize]);
        }
    }
}
