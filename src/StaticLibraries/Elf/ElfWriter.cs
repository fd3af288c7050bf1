using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>
/// Writes a relocatable object: sections as they are added, then the symbol table, and all names in one table. What
/// a section holds is written when the whole is, so that it need not be in memory.
/// </summary>
internal sealed class ElfWriter
{
    private const int Relocatable = 1, LargestPadding = 16;

    private readonly ElfHeader _like;
    private readonly ElfEncoding _encoding;
    private readonly List<ElfSectionHeader> _sections = [default];
    private readonly List<Action<Stream>?> _contents = [null];
    private readonly List<(int Section, Func<uint> Link)> _links = [];
    private readonly List<(int Section, Func<uint> Info)> _infos = [];
    private readonly List<ElfSymbolEntry> _symbols = [default];
    private readonly StringPool _names = NewPool();
    private int _firstGlobal = 1;
    private long _end;

    /// <param name="like">An object of the same machine, width and byte order, with the same flags.</param>
    /// <param name="osAbi">EI_OSABI.</param>
    public ElfWriter(ElfHeader like, byte osAbi)
    {
        (_like, OsAbi) = (like, osAbi);
        _encoding = ElfEncoding.Of(like);
        _end = _encoding.HeaderSize;
    }

    public byte OsAbi { get; }

    public ElfEncoding Encoding => _encoding;

    /// <summary>The number that the next section gets.</summary>
    public int NextSection => _sections.Count;

    /// <summary>The number that the next symbol gets.</summary>
    public int NextSymbol => _symbols.Count;

    /// <summary>Of the file, in bytes, once it is complete.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a section and returns its number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="header">All but its name and offset; of sections that go with the symbol table, the link too is set here.</param>
    /// <param name="write">Writes as many bytes as the header says; null for a section without bytes in the file.</param>
    public int AddSection(ReadOnlySpan<byte> name, in ElfSectionHeader header, Action<Stream>? write)
    {
        if (header.Type != ElfSectionHeader.NoBits) _end = Aligned(_end, header.Alignment);
        _sections.Add(header with { Name = (uint)_names.Add(name), Offset = _end });
        _contents.Add(write);
        if (header.Type != ElfSectionHeader.NoBits) _end += header.Size;
        return _sections.Count - 1;
    }

    /// <summary>Adds a section that is about another one (SHF_LINK_ORDER), whose number is asked for when all have theirs.</summary>
    public void AddLinked(ReadOnlySpan<byte> name, in ElfSectionHeader header, Func<uint> link, Action<Stream>? write) =>
        _links.Add((AddSection(name, header, write), link));

    /// <summary>Adds a section group, for whose signature's number is asked when all symbols have theirs.</summary>
    public void AddGroup(ReadOnlySpan<byte> name, in ElfSectionHeader header, Func<uint> info, Action<Stream>? write) =>
        _infos.Add((AddSection(name, header, write), info));

    /// <summary>Adds a symbol and returns its number; local ones come first.</summary>
    public int AddSymbol(ReadOnlySpan<byte> name, in ElfSymbolEntry symbol)
    {
        if (symbol.Binding == ElfSymbolEntry.Local && _firstGlobal++ != _symbols.Count)
        {
            throw new InvalidOperationException("a local symbol after one that is not");
        }

        _symbols.Add(symbol with { Name = (uint)_names.Add(name) });
        return _symbols.Count - 1;
    }

    /// <summary>Adds the symbol table and the names; afterwards the size is known.</summary>
    public void Complete()
    {
        var (table, width) = (NextSection, _encoding.Is64 ? 8 : 4);
        for (var index = 1; index < table; index++)
        {
            if (ElfRelocatable.IsRelocations(_sections[index]) || _sections[index].Type == ElfSectionHeader.Group)
            {
                _sections[index] = _sections[index] with { Link = (uint)table };
            }
        }

        foreach (var (section, link) in _links) _sections[section] = _sections[section] with { Link = link() };
        foreach (var (section, info) in _infos) _sections[section] = _sections[section] with { Info = info() };
        var isExtended = _symbols.Exists(symbol => ElfEncoding.NeedsExtension(symbol.Section));
        AddTable(
            ".symtab"u8,
            new ElfSectionHeader
            {
                Type = ElfSectionHeader.SymTab,
                Size = (long)_symbols.Count * _encoding.SymbolSize,
                Link = (uint)table + (isExtended ? 2u : 1u),
                Info = (uint)_firstGlobal,
                Alignment = width,
                EntrySize = _encoding.SymbolSize,
            },
            WriteSymbols);
        if (isExtended)
        {
            AddTable(
                ".symtab_shndx"u8,
                new ElfSectionHeader
                {
                    Type = ElfSectionHeader.SymTabShndx,
                    Size = 4L * _symbols.Count,
                    Link = (uint)table,
                    Alignment = 4,
                    EntrySize = 4,
                },
                WriteExtensions);
        }

        // One table for symbols and sections, as LLVM has it: .text.f ends with the f that is in it. Its own name is the last that it gets.
        _names.Add(".strtab"u8);
        _names.Close();
        AddTable(".strtab"u8, new ElfSectionHeader { Type = ElfSectionHeader.StrTab, Size = _names.Length, Alignment = 1 }, _names.Write);
        _end = Aligned(_end, width);
        Size = _end + (long)_sections.Count * _encoding.SectionHeaderSize;
    }

    public void Write(Stream output)
    {
        WriteHeader(output);
        long position = _encoding.HeaderSize;
        for (var index = 1; index < _sections.Count; index++)
        {
            if (_contents[index] is not { } write) continue;
            position = Pad(output, position, _sections[index].Offset);
            write(output);
            position += _sections[index].Size;
        }

        Pad(output, position, _end);
        WriteSectionHeaders(output);
    }

    private void AddTable(ReadOnlySpan<byte> name, in ElfSectionHeader header, Action<Stream> write) => AddSection(name, header, write);

    private void WriteHeader(Stream output)
    {
        Span<byte> header = stackalloc byte[_encoding.HeaderSize];
        header.Clear();
        var counts = header[(_encoding.Is64 ? 48 : 36)..];
        header[0] = 0x7f;
        "ELF"u8.CopyTo(header[1..]);
        header[4] = (byte)(_encoding.Is64 ? 2 : 1);
        header[5] = (byte)(_encoding.IsBigEndian ? 2 : 1);
        header[6] = 1;
        header[7] = OsAbi;
        _encoding.U16(header[16..], Relocatable);
        _encoding.U16(header[18..], _like.MachineNumber);
        _encoding.U32(header[20..], 1);
        _encoding.Address(header[(_encoding.Is64 ? 40 : 32)..], (ulong)_end);
        _encoding.U32(counts, _like.Flags);
        _encoding.U16(counts[4..], _encoding.HeaderSize);
        _encoding.U16(counts[10..], _encoding.SectionHeaderSize);
        _encoding.U16(counts[12..], IsExtended ? 0 : _sections.Count);
        _encoding.U16(counts[14..], IsExtended ? ElfSymbolEntry.Extended : _sections.Count - 1);
        output.Write(header);
    }

    /// <summary>Whether there are more sections than the header can count: then the first section header does.</summary>
    private bool IsExtended => _sections.Count >= ElfSymbolEntry.FirstReserved;

    private void WriteSectionHeaders(Stream output)
    {
        if (IsExtended) _sections[0] = new ElfSectionHeader { Size = _sections.Count, Link = (uint)_sections.Count - 1 };
        Span<byte> bytes = stackalloc byte[_encoding.SectionHeaderSize];
        foreach (var section in _sections)
        {
            _encoding.SectionHeader(bytes, section with { Name = (uint)_names.OffsetOf((int)section.Name) });
            output.Write(bytes);
        }
    }

    private void WriteSymbols(Stream output)
    {
        Span<byte> bytes = stackalloc byte[_encoding.SymbolSize];
        foreach (var symbol in _symbols)
        {
            _encoding.Symbol(bytes, symbol with { Name = (uint)_names.OffsetOf((int)symbol.Name) });
            output.Write(bytes);
        }
    }

    private void WriteExtensions(Stream output)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var symbol in _symbols)
        {
            _encoding.U32(bytes, ElfEncoding.NeedsExtension(symbol.Section) ? (uint)symbol.Section : 0);
            output.Write(bytes);
        }
    }

    /// <summary>In the file what is read in place is aligned; more than that is for memory alone.</summary>
    private static long Aligned(long offset, long alignment)
    {
        var padding = Math.Clamp(alignment, 1, LargestPadding);
        return (offset + padding - 1) / padding * padding;
    }

    private static long Pad(Stream output, long position, long end)
    {
        for (; position < end; position++) output.WriteByte(0);
        return end;
    }

    private static StringPool NewPool()
    {
        var pool = new StringPool(0);
        pool.Add([]);
        return pool;
    }
}
