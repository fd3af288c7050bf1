using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>One entry of a symbol table (System V gABI, chapter 4, "Symbol Table"), as it is.</summary>
/// <param name="Name">An offset in the string table.</param>
/// <param name="Info">Binding and type.</param>
/// <param name="Other">Visibility, and what the machine adds.</param>
/// <param name="Section">
/// A section's number; negative for one of the reserved numbers (<see cref="Absolute"/>, <see cref="Common"/>).
/// </param>
/// <param name="Value">In bytes from the start of its section; of common symbols the alignment.</param>
/// <param name="Size">In bytes.</param>
internal readonly record struct ElfSymbolEntry(uint Name, byte Info, byte Other, int Section, ulong Value, ulong Size)
{
    public const int Undefined = 0, Absolute = -0xfff1, Common = -0xfff2, FirstReserved = 0xff00, Extended = 0xffff;
    public const int Local = 0, Global = 1, Weak = 2, Unique = 10;
    public const int NoType = 0, Data = 1, Func = 2, SectionType = 3, File = 4, CommonType = 5, Tls = 6, IndirectFunc = 10;
    public const int Default = 0, Internal = 1, Hidden = 2, Protected = 3, VisibilityMask = 3;

    public int Binding => Info >> 4;

    public int Type => Info & 0xf;

    public int Visibility => Other & VisibilityMask;

    public static int SizeIn(ElfHeader header) => header.Is64 ? 24 : 16;

    /// <param name="header">Of the file.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="extended">The number that SHT_SYMTAB_SHNDX has for it; null where there is no such section.</param>
    public static ElfSymbolEntry Read(ElfHeader header, ReadOnlySpan<byte> entry, uint? extended)
    {
        int section = header.U16(entry[(header.Is64 ? 6 : 14)..]);
        if (section == Extended && extended is { } number) section = (int)Math.Min(number, int.MaxValue);
        else if (section >= FirstReserved) section = -section;
        return header.Is64
            ? new ElfSymbolEntry(header.U32(entry), entry[4], entry[5], section, header.U64(entry[8..]), header.U64(entry[16..]))
            : new ElfSymbolEntry(header.U32(entry), entry[12], entry[13], section, header.U32(entry[4..]), header.U32(entry[8..]));
    }
}
