using System.Buffers.Binary;

namespace StaticLibraries.Elf;

/// <summary>How numbers are written: their width and the order of their bytes, as e_ident says them.</summary>
internal readonly record struct ElfEncoding(bool Is64, bool IsBigEndian)
{
    public static ElfEncoding Of(ElfHeader header) => new(header.Is64, header.IsBigEndian);

    public int HeaderSize => Is64 ? 64 : 52;

    public int SectionHeaderSize => Is64 ? 64 : 40;

    public int SymbolSize => Is64 ? 24 : 16;

    public void U16(Span<byte> at, int value)
    {
        if (IsBigEndian) BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)value);
        else BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)value);
    }

    public void U32(Span<byte> at, uint value)
    {
        if (IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(at, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(at, value);
    }

    public void U64(Span<byte> at, ulong value)
    {
        if (IsBigEndian) BinaryPrimitives.WriteUInt64BigEndian(at, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(at, value);
    }

    /// <summary>An offset, a size or an address, of the file's own width.</summary>
    public void Address(Span<byte> at, ulong value)
    {
        if (Is64) U64(at, value);
        else U32(at, (uint)value);
    }

    public void SectionHeader(Span<byte> at, in ElfSectionHeader section)
    {
        var width = Is64 ? 8 : 4;
        U32(at, section.Name);
        U32(at[4..], section.Type);
        Address(at[8..], section.Flags);
        Address(at[(8 + width)..], section.Address);
        Address(at[(8 + 2 * width)..], (ulong)section.Offset);
        Address(at[(8 + 3 * width)..], (ulong)section.Size);
        U32(at[(8 + 4 * width)..], section.Link);
        U32(at[(12 + 4 * width)..], section.Info);
        Address(at[(16 + 4 * width)..], (ulong)section.Alignment);
        Address(at[(16 + 5 * width)..], (ulong)section.EntrySize);
    }

    /// <param name="at">Where to.</param>
    /// <param name="symbol">With the section's number where it is one that fits, else SHN_XINDEX is written.</param>
    public void Symbol(Span<byte> at, in ElfSymbolEntry symbol)
    {
        var section = NeedsExtension(symbol.Section) ? ElfSymbolEntry.Extended : Math.Abs(symbol.Section);
        U32(at, symbol.Name);
        at[Is64 ? 4 : 12] = symbol.Info;
        at[Is64 ? 5 : 13] = symbol.Other;
        U16(at[(Is64 ? 6 : 14)..], section);
        Address(at[(Is64 ? 8 : 4)..], symbol.Value);
        Address(at[(Is64 ? 16 : 8)..], symbol.Size);
    }

    /// <summary>Whether a section's number is too large for a symbol, or is in the place of a reserved one.</summary>
    public static bool NeedsExtension(int section) => section >= ElfSymbolEntry.FirstReserved;

    public void Relocation(Span<byte> at, in ElfRelocation relocation, bool hasAddend)
    {
        Address(at, (ulong)relocation.Offset);
        if (Is64)
        {
            U64(at[8..], (ulong)relocation.Symbol << 32 | relocation.Type);
            if (hasAddend) U64(at[16..], (ulong)relocation.Addend);
            return;
        }

        U32(at[4..], relocation.Symbol << 8 | relocation.Type);
        if (hasAddend) U32(at[8..], (uint)relocation.Addend);
    }
}
