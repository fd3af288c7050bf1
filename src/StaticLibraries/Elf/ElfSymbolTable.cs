using System.Runtime.CompilerServices;
using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>
/// The entries of a symbol table (System V gABI, chapter 4, "Symbol Table"), with its SHT_SYMTAB_SHNDX section if it has one.
/// </summary>
internal sealed class ElfSymbolTable(ElfHeader header, ByteRange bytes, ElfSectionHeader table, ElfSectionHeader? extendedIndexes)
{
    private const int ShnUndef = 0, ShnCommon = 0xfff2, ShnXIndex = 0xffff;
    private const int Global = 1, Weak = 2, GnuUnique = 10;

    /// <summary>Every entry but the first, which stands for no symbol.</summary>
    public IEnumerable<ObjectSymbol> Read()
    {
        var size = header.Is64 ? 24 : 16;
        using var entries = new RecordTable(bytes.Slice(table.Offset, table.Size, "the symbol table"), size, "the symbol table");
        using var indexes = extendedIndexes is { } section
            ? new RecordTable(bytes.Slice(section.Offset, section.Size, "the extended section indexes"), 4, "the extended section indexes")
            : null;
        for (long index = 1; index < entries.Count; index++) yield return Symbol(entries[index], index, entries, indexes);
    }

    [MethodImpl(Hot.Path)]
    private ObjectSymbol Symbol(ReadOnlySpan<byte> entry, long index, RecordTable entries, RecordTable? indexes)
    {
        var info = entry[header.Is64 ? 4 : 12];
        var other = entry[header.Is64 ? 5 : 13];
        long section = header.U16(entry[(header.Is64 ? 6 : 14)..]);
        var value = header.Is64 ? header.U64(entry[8..]) : header.U32(entry[4..]);
        var kind = section == ShnCommon ? SymbolKind.Common : KindOf(info & 0xf);
        if (section == ShnXIndex)
        {
            if (indexes is null) throw entries.Fault(index, "a section of type SHT_SYMTAB_SHNDX for a symbol with SHN_XINDEX", "none");
            section = header.U32(indexes[index]);
        }

        return new ObjectSymbol(header.U32(entry), kind, BindingOf(info >> 4), section != ShnUndef, (other & 3) is 1 or 2, section, value);
    }

    private static SymbolKind KindOf(int type) => type switch
    {
        1 => SymbolKind.Data,
        2 or 10 => SymbolKind.Func,
        3 => SymbolKind.Section,
        4 => SymbolKind.File,
        5 => SymbolKind.Common,
        6 => SymbolKind.Tls,
        _ => SymbolKind.Other,
    };

    private static SymbolBinding BindingOf(int binding) => binding switch
    {
        Global or GnuUnique => SymbolBinding.Global,
        Weak => SymbolBinding.Weak,
        _ => SymbolBinding.Local,
    };
}
