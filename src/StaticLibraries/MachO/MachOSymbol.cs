using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>One entry of the symbol table (mach-o/nlist.h, struct nlist and nlist_64).</summary>
internal static class MachOSymbol
{
    private const int Stab = 0xe0, PrivateExtern = 0x10, TypeMask = 0x0e, External = 0x01;
    private const int Undefined = 0x0, PreboundUndefined = 0xc, InSection = 0xe;
    private const int WeakReference = 0x40, WeakDefinition = 0x80;

    public static ObjectSymbol Read(MachOHeader header, ReadOnlySpan<byte> entry, List<SymbolKind> sections)
    {
        var type = entry[4];
        var section = entry[5];
        var description = header.U16(entry[6..]);
        var value = header.Is64 ? header.U64(entry[8..]) : header.U32(entry[8..]);
        if ((type & Stab) != 0)
        {
            return new ObjectSymbol(header.U32(entry), SymbolKind.Debug, SymbolBinding.Local, true, false, section, value);
        }

        var place = type & TypeMask;
        var isCommon = place == Undefined && (type & External) != 0 && value != 0;
        var isDefined = isCommon || place is not (Undefined or PreboundUndefined);
        var isWeak = (description & (isDefined && !isCommon ? WeakDefinition : WeakReference)) != 0;
        return new ObjectSymbol(
            header.U32(entry),
            isCommon
                ? SymbolKind.Common
                : place == InSection && section > 0 && section <= sections.Count
                ? sections[section - 1]
                : SymbolKind.Other,
            (type & External) == 0 ? SymbolBinding.Local : isWeak ? SymbolBinding.Weak : SymbolBinding.Global,
            isDefined,
            (type & PrivateExtern) != 0,
            place == InSection ? section : 0,
            value);
    }
}
