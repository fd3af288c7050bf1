using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>The numbers that sections and symbols get in the merged object.</summary>
internal sealed class CoffPlaces
{
    private readonly int[]?[] _sections;
    private readonly int[]?[] _symbols;
    private readonly Dictionary<int, int> _undefined = [];
    private readonly Dictionary<int, int> _pointers = [];

    public CoffPlaces(SlimmedUnits library)
    {
        Units = [.. library.Reach.LiveUnits.OfType<CoffUnit>()];
        Targets = new CoffTargets(library);
        _sections = new int[library.Units.All.Count][];
        _symbols = new int[library.Units.All.Count][];
        foreach (var unit in Units)
        {
            _sections[unit.Number] = new int[unit.Roles.Length];
            _symbols[unit.Number] = new int[unit.Symbols.Length];
            Array.Fill(_symbols[unit.Number]!, UnitSymbol.NoSymbol);
        }
    }

    /// <summary>The members that become one.</summary>
    public IReadOnlyList<CoffUnit> Units { get; }

    public CoffTargets Targets { get; }

    /// <summary>The number of a member's section; 0 while it has none.</summary>
    public ref int Section(CoffUnit unit, int section) => ref _sections[unit.Number]![section];

    /// <summary>The number of a member's symbol; <see cref="UnitSymbol.NoSymbol"/> while it has none.</summary>
    public ref int Symbol(Definition definition) => ref _symbols[definition.Unit]![definition.Symbol];

    public void SetUndefined(int name, int number) => _undefined[name] = number;

    public void SetPointer(int name, int number) => _pointers[name] = number;

    /// <summary>The number of what stands for a member's symbol.</summary>
    public uint Of(CoffUnit unit, int symbol) => Of(Targets.Of(unit, symbol));

    public uint Of(in CoffTarget target)
    {
        if (!target.Definition.Exists) return (uint)_undefined[target.Name];
        var number = target.IsPointer ? _pointers[target.Name] : Symbol(target.Definition);
        return number >= 0 ? (uint)number : throw new InvalidOperationException($"{target.Definition} was to be in the merged object");
    }
}
