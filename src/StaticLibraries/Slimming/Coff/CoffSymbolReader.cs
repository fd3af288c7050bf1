using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>Reads the symbols of a member.</summary>
internal sealed class CoffSymbolReader(CoffUnitParts parts, NameTable shared)
{
    private const string ImportPointer = "__imp_";

    /// <exception cref="InputException">It is damaged, or becomes machine code only when its own compiler links.</exception>
    public void Read(ByteRange member, CoffNames names)
    {
        for (var index = 0; index < parts.Symbols.Length; index++)
        {
            parts.Symbols[index] = parts.Object.IsAuxiliary(index) ? Nothing : Symbol(member, parts.Object.Symbols[index], names, index);
        }

        foreach (var index in parts.Object.WeakExternals.Keys) FallBack(member, index);
        if (shared.IndexOf("__gnu_lto_slim"u8) is not (>= 0 and var slim) || !parts.Symbols.Any(symbol => symbol.Name == slim)) return;
        throw member.Fault(0, "machine code", "an object that becomes machine code only when its own compiler links",
            "build the library without link-time optimization (-flto), or with -ffat-lto-objects");
    }

    private static UnitSymbol Nothing => new() { Name = UnitSymbol.NoName, Fallback = UnitSymbol.NoSymbol, Place = SymbolPlace.Absolute };

    private UnitSymbol Symbol(ByteRange member, in CoffSymbol entry, CoffNames names, int index)
    {
        var symbol = Nothing;
        symbol.Binding = SymbolBinding.Global;
        symbol.Size = entry.IsCommon ? entry.Value : 0;
        symbol.Place = entry.SectionNumber > 0 ? SymbolPlace.InPiece
            : entry.SectionNumber < 0 ? SymbolPlace.Absolute
            : entry.IsCommon ? SymbolPlace.Common : SymbolPlace.Undefined;
        if (entry.StorageClass is not (CoffSymbol.External or CoffSymbol.WeakExternal)) return symbol;
        if (entry.SectionNumber == CoffSymbol.Debug)
        {
            throw member.Fault(0, $"the symbol {index}, which others see, in a section", "it among debugging data (section number -2)");
        }

        if (entry.IsWeakExternal) symbol.Binding = SymbolBinding.Weak;
        var name = names[entry];
        // A string table begins with its size.
        if (name.IsEmpty || entry.LongNameOffset < 4) throw member.Fault(0, $"a name for the symbol {index}, which others see", "none");
        symbol.Name = shared.Intern(name);
        // What a pointer to an import stands for, where the library defines that itself.
        if (symbol.Place == SymbolPlace.Undefined && StartsAsPointer(name)) shared.Intern(name[ImportPointer.Length..]);
        if (name.SequenceEqual("@feat.00"u8)) parts.Features = entry.Value;
        return symbol;
    }

    public static bool StartsAsPointer(ReadOnlySpan<byte> name) => name.StartsWith("__imp_"u8) && name.Length > ImportPointer.Length;

    /// <summary>
    /// A weak external that falls back to a definition is a weak definition; to absolute 0, a weak reference; to anything else, that.
    /// Linkers differ on whether other members find a weak definition (GNU's does not): here they do. No archive's index has it, but
    /// for aliases.
    /// </summary>
    private void FallBack(ByteRange member, int index)
    {
        ref var symbol = ref parts.Symbols[index];
        if (symbol.Place != SymbolPlace.Undefined) return;
        var weak = parts.Object.WeakExternals[index];
        var entry = parts.Object.Symbols[weak.Default];
        symbol.IsUnlisted = weak.Searches != CoffSymbol.SearchAlias;
        if (entry.SectionNumber > 0) symbol.Place = SymbolPlace.InPiece;
        else if (entry.SectionNumber == CoffSymbol.Absolute && entry.Value != 0) symbol.Place = SymbolPlace.Absolute;
        else if (entry.SectionNumber == 0 && weak.Default != index)
        {
            if (!parts.Symbols[weak.Default].IsGlobal)
            {
                throw member.Fault(0, $"a default that is somewhere for the weak external {index}",
                    $"the symbol {weak.Default}, which is in no section and which others do not see");
            }

            symbol.Fallback = weak.Default;
        }
    }
}
