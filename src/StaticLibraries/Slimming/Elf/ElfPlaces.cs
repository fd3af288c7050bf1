using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>What the units of a library have become in the merged object: which sections and symbols.</summary>
internal sealed class ElfPlaces
{
    private readonly SlimmedUnits _library;
    private readonly int[]?[] _sections;
    private readonly int[]?[] _symbols;
    private readonly Dictionary<int, int> _undefined = [];

    public ElfPlaces(SlimmedUnits library)
    {
        _library = library;
        _sections = new int[library.Units.All.Count][];
        _symbols = new int[library.Units.All.Count][];
        Units = [.. library.Reach.LiveUnits.Cast<ElfUnit>()];
        foreach (var unit in Units)
        {
            _sections[unit.Number] = new int[unit.Roles.Length];
            _symbols[unit.Number] = new int[unit.Symbols.Length];
        }
    }

    /// <summary>The units of which something lives.</summary>
    public IReadOnlyList<ElfUnit> Units { get; }

    /// <summary>The new number of a section, to be set when it has one.</summary>
    public ref int Section(Unit unit, int section) => ref _sections[unit.Number]![section];

    /// <summary>The new number of a defined symbol, to be set when it has one.</summary>
    public ref int Symbol(Definition definition) => ref _symbols[definition.Unit]![definition.Symbol];

    public void SetUndefined(int name, int symbol) => _undefined[name] = symbol;

    /// <summary>The new number of the symbol that stands for one of a unit's.</summary>
    public uint Of(ElfUnit unit, int symbol)
    {
        if (symbol == 0) return 0;
        var target = _library.Resolution.Of(unit, symbol);
        var place = target.Exists ? Symbol(target) : _undefined.GetValueOrDefault(unit.Symbols[symbol].Name);
        return place > 0
            ? (uint)place
            : throw unit.Refusal($"something refers to the symbol {unit.NameOf(symbol)}, which cannot be in one object with the others");
    }

    /// <summary>The new number of a unit's own symbol, whatever its name stands for.</summary>
    public uint OfOwn(ElfUnit unit, int symbol) => (uint)Symbol(new Definition(unit.Number, symbol));
}
