using System.Numerics;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// Sections that no member has: room for common symbols, which cannot be local without; and pointers to the library's own definitions,
/// for what was compiled to import them.
/// </summary>
internal sealed class CoffMergedRoom(SlimmedUnits library, CoffPlaces places, CoffNeeds needs, CoffVisible visible, CoffWriter writer)
{
    private const int PointerSize = 8;

    /// <summary>In bytes: what linkers align common symbols to at most where nobody asks for more.</summary>
    private const long LargestNatural = 32;

    private const ushort X86Pointer = 1, ArmPointer = 0xe;

    private readonly Dictionary<Definition, (int Section, uint Value)> _commons = [];
    private int _pointers;

    public void AddSections()
    {
        AddCommons();
        if (needs.Pointers.Count == 0) return;
        var type = places.Units.Any(unit => unit.Object.Header.Machine == Machine.Aarch64) ? ArmPointer : X86Pointer;
        var flags = CoffSectionHeader.Initialized | CoffSectionHeader.MemoryRead | CoffSectionHeader.AlignmentFlags(PointerSize);
        var size = PointerSize * needs.Pointers.Count;
        _pointers = writer.AddSection(new CoffSectionOutput(
            [.. ".rdata"u8], flags, size, output => output.Write(new byte[size]), needs.Pointers.Count, Relocations));

        IEnumerable<CoffRelocation> Relocations() => needs.Pointers.Values.Select(
            (definition, index) => new CoffRelocation((uint)(PointerSize * index), (uint)places.Symbol(definition), type));
    }

    public void AddPointers()
    {
        var offset = 0u;
        foreach (var name in needs.Pointers.Keys)
        {
            places.SetPointer(name, writer.AddSymbol(library.Units.Names[name], offset, _pointers, 0, CoffSymbol.Static));
            offset += PointerSize;
        }
    }

    /// <summary>Where a common symbol is; null for any other.</summary>
    public (int Section, uint Value)? PlaceOf(Definition definition) => _commons.TryGetValue(definition, out var place) ? place : null;

    private void AddCommons()
    {
        var (size, most, number) = (0L, 1L, writer.NextSection);
        foreach (var unit in places.Units)
        {
            for (var symbol = 0; symbol < unit.Symbols.Length; symbol++)
            {
                var definition = new Definition(unit.Number, symbol);
                if (unit.Symbols[symbol].Place != SymbolPlace.Common || !places.Targets.IsChosen(unit, symbol)
                    || !(needs.IsNeeded(definition) || visible.NameOf(definition) is not null))
                {
                    continue;
                }

                var alignment = AlignmentOf(unit.Symbols[symbol]);
                most = Math.Max(most, alignment);
                size = (size + alignment - 1) / alignment * alignment;
                _commons.Add(definition, (number, (uint)size));
                size += (long)unit.Symbols[symbol].Size;
            }
        }

        var flags = CoffSectionHeader.Uninitialized | CoffSectionHeader.MemoryRead | CoffSectionHeader.Write
            | CoffSectionHeader.AlignmentFlags(most);
        if (size > 0) writer.AddSection(new CoffSectionOutput([.. ".bss"u8], flags, size, null, 0, null));
    }

    private long AlignmentOf(in UnitSymbol symbol)
    {
        var most = Math.Min(LargestNatural, (long)BitOperations.RoundUpToPowerOf2(symbol.Size));
        foreach (var unit in library.Search.Taken.OfType<CoffUnit>())
        {
            if (unit.CommonAlignments.TryGetValue(symbol.Name, out var asked)) most = Math.Max(most, asked);
        }

        return most;
    }
}
