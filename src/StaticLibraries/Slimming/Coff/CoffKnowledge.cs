using System.Text;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// What of COFF is known to stay right when sections and symbols get other numbers and members become one. Anything else is refused: it
/// may hold numbers, or mean something by its place.
/// </summary>
internal static class CoffKnowledge
{
    private const uint LargestAlignment = 0xe0_0000;

    private const uint KnownFlags = CoffSectionHeader.NoPadding | CoffSectionHeader.Code | CoffSectionHeader.Initialized
        | CoffSectionHeader.Uninitialized | CoffSectionHeader.Info | CoffSectionHeader.Remove | CoffSectionHeader.Comdat
        | CoffSectionHeader.AlignmentMask | CoffSectionHeader.ManyRelocations | CoffSectionHeader.Discardable | CoffSectionHeader.NotCached
        | CoffSectionHeader.NotPaged | CoffSectionHeader.Shared | CoffSectionHeader.Execute | CoffSectionHeader.MemoryRead
        | CoffSectionHeader.Write;

    /// <summary>The first thing in a member that is not known, as a clause; null for none.</summary>
    public static string? FirstUnknown(CoffUnitParts parts, CoffNames names)
    {
        var (machine, from) = (parts.Object.Header.Machine, parts.Object);
        for (var section = 1; section < parts.Roles.Length; section++)
        {
            if (parts.Roles[section] == CoffRole.Stripped) continue;
            if (FirstUnknown(parts, section, names[from.Sections[section]]) is { } unknown)
            {
                return $"the section {Encoding.UTF8.GetString(names[from.Sections[section]])} {unknown}";
            }

            foreach (var relocation in from.Relocations(section))
            {
                if (IsKnown(machine, relocation.Type)) continue;
                var where = $"{Encoding.UTF8.GetString(names[from.Sections[section]])} at 0x{relocation.Offset:x}";
                return $"a relocation of type 0x{relocation.Type:x} in the section {where} is not known here for {machine.Name()}";
            }
        }

        for (var index = 0; index < from.Symbols.Length; index++)
        {
            if (from.IsAuxiliary(index) || IsKnown(from.Symbols[index])) continue;
            var symbol = from.Symbols[index];
            var name = Encoding.UTF8.GetString(names[symbol]);
            return $"the storage class {symbol.StorageClass} of the symbol {name}, in section {symbol.SectionNumber}, is not known here";
        }

        return null;
    }

    /// <summary>
    /// Whether a kind of relocation says all by itself: its place and its symbol. One that is the second half of another (PAIR) does
    /// not, and one of a token of .NET's (PE Format, "Type Indicators").
    /// </summary>
    public static bool IsKnown(Machine machine, ushort type) => machine switch
    {
        Machine.X86_64 => type <= 0xc,
        Machine.Aarch64 => type is <= 0xb or (>= 0xd and <= 0x11),
        Machine.I686 => type is 0 or 1 or 2 or 6 or 7 or 9 or 0xa or 0xb or 0xd or 0x14,
        _ => false,
    };

    private static string? FirstUnknown(CoffUnitParts parts, int section, ReadOnlySpan<byte> name)
    {
        var (header, definition) = (parts.Object.Sections[section], parts.Object.Definitions[section]);
        if ((header.Characteristics & ~KnownFlags) is not 0 and var flags) return $"has the flags 0x{flags:x}, which are not known here";
        if ((header.Characteristics & CoffSectionHeader.AlignmentMask) > LargestAlignment)
        {
            return "has an alignment that is not known here";
        }

        if (header.Address != 0) return $"begins at the address 0x{header.Address:x}, and sections of objects begin at 0";
        if (header.IsComdat && definition is null) return "is a COMDAT, and no symbol says of which kind";
        if (header.IsComdat && definition is { Selection: CoffSelection.None or > CoffSelection.Largest })
        {
            return $"is a COMDAT of kind {(int)definition.Value.Selection}, which is not known here";
        }

        if (parts.Roles[section] == CoffRole.Table && (header.RawSize % 4 != 0 || parts.Object.RelocationCount(section) > 0))
        {
            return "is no table of symbols as it is known here";
        }

        // Other tables with numbers of symbols: XFG's, and the hybrid ones of ARM64EC.
        return parts.Roles[section] != CoffRole.Table && (name.StartsWith(".gxfg"u8) || name.StartsWith(".hybmp"u8))
            ? "is a table that is not known here"
            : null;
    }

    private static bool IsKnown(in CoffSymbol symbol) => symbol.StorageClass switch
    {
        CoffSymbol.External => symbol.SectionNumber != CoffSymbol.Debug,
        CoffSymbol.Static or CoffSymbol.Label => true,
        CoffSymbol.WeakExternal => symbol.SectionNumber >= 0,
        CoffSymbol.Function or CoffSymbol.File or CoffSymbol.Block or CoffSymbol.EndOfFunction => true,
        _ => symbol.SectionNumber == CoffSymbol.Debug,
    };
}
