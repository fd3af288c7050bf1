using StaticLibraries.Ar;
using StaticLibraries.MachO;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Writes a member without debugging data, bitcode and tables for other tools. All else keeps its address, so that no content changes;
/// every
/// symbol stays but those for debuggers and of what went.
/// </summary>
internal sealed class MachOStripper(MachOUnit unit, List<string> findings)
{
    private const uint NotASymbol = 0xc000_0000;
    private const string None = "--slim none packs the library as it is";

    private readonly int[] _sections = new int[unit.Object.Sections.Length];
    private readonly int[] _symbols = new int[unit.Symbols.Length];
    private readonly List<MachOSymbolOutput> _kept = [];

    public ArOutput Strip()
    {
        var file = unit.Object;
        var isAnythingStripped = file.Sections.Skip(1).Any(section => MachOKnowledge.IsStripped(section))
            || file.Symbols.Any(symbol => symbol.IsStab);
        if (isAnythingStripped && unit.Unknown is { } unknown) findings.Add($"{unit.Name} is kept as it is: {unknown}");
        if (!isAnythingStripped || unit.Unknown is not null)
        {
            return new ArOutput(unit.Name, unit.Bytes.Length, Index(_ => true),
                output => unit.Bytes.CopyTo(0, unit.Bytes.Length, output, "a member"));
        }

        var next = 1;
        for (var section = 1; section < _sections.Length; section++)
        {
            if (!MachOKnowledge.IsStripped(file.Sections[section])) _sections[section] = next++;
        }

        NumberSymbols();
        var writer = new MachOWriter
        {
            Like = file.Header,
            Flags = file.Header.Flags,
            Sections = [.. Enumerable.Range(1, _sections.Length - 1).Where(section => _sections[section] > 0).Select(Section)],
            Commands = file.Commands,
            Symbols = _kept,
            DataInCode = file.DataInCode,
            Hints = file.Hints,
            Indirect = [.. file.Indirect.Select(symbol => (symbol & NotASymbol) != 0 ? symbol : (uint)NumberOf((int)symbol))],
        };
        writer.Complete();
        return new ArOutput(unit.Name, writer.Size, Index(symbol => !unit.IsStripped(symbol)), writer.Write);
    }

    private MachOSectionOutput Section(int section)
    {
        var header = unit.Object.Sections[section];
        var relocations = unit.Object.RelocationsInFile(section).Select(relocation =>
            relocation.At(relocation.Address, NumberOf(relocation, header))).ToArray();
        return new MachOSectionOutput(header, relocations, header.IsZeroFill ? null : output =>
            unit.Object.Contents(section).CopyTo(0, header.Size, output, "a section"));
    }

    private int NumberOf(in MachORelocation relocation, in MachOSection header)
    {
        if (relocation.IsAddend(unit.Object.Header.Machine)) return relocation.Number;
        if (relocation.IsExtern) return NumberOf(relocation.Number);
        if (relocation.Number == 0 || _sections[relocation.Number] > 0) return _sections[relocation.Number];
        throw unit.Refusal($"the section {header.FullName} refers to the section {unit.Object.Sections[relocation.Number].FullName}, "
            + "which does not run", None);
    }

    private int NumberOf(int symbol)
    {
        if (symbol < _symbols.Length && _symbols[symbol] > 0) return _symbols[symbol] - 1;
        throw unit.Refusal($"something that runs refers to the symbol {(symbol < _symbols.Length ? unit.NameOf(symbol) : symbol)}, "
            + "which does not", None);
    }

    /// <summary>
    /// Local symbols first, then those that are here, then the others: as members have them, and as a member is to have them.
    /// </summary>
    private void NumberSymbols()
    {
        using var names = unit.Object.OpenNames();
        for (var group = 0; group < 3; group++)
        {
            for (var index = 0; index < _symbols.Length; index++)
            {
                var entry = unit.Object.Symbols[index];
                if (entry.IsStab || GroupOf(entry) != group || (entry.IsInSection && _sections[entry.Section] == 0)) continue;
                _kept.Add(new MachOSymbolOutput(names[entry.Name].ToArray(),
                    entry with { Section = entry.IsInSection ? (byte)_sections[entry.Section] : entry.Section }));
                _symbols[index] = _kept.Count;
            }
        }
    }

    private static int GroupOf(in MachOSymbolEntry entry) => !entry.IsExternal ? 0 : entry.Place != MachOSymbolEntry.Undefined ? 1 : 2;

    private List<byte[]> Index(Func<int, bool> isThere)
    {
        var index = new List<byte[]>();
        using var names = unit.Object.OpenNames();
        for (var symbol = 0; symbol < unit.Symbols.Length; symbol++)
        {
            if (unit.Symbols[symbol] is { IsGlobal: true, IsDefined: true } && isThere(symbol))
            {
                index.Add(names[unit.Object.Symbols[symbol].Name].ToArray());
            }
        }

        return index;
    }
}
