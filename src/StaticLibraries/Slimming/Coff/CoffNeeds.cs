using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// What is referred to by what lives: definitions, names that the library does not define, and pointers to its own definitions.
/// </summary>
internal sealed class CoffNeeds
{
    private readonly SlimmedUnits _library;
    private readonly CoffTargets _targets;
    private readonly bool[]?[] _definitions;
    private readonly OrderedDictionary<int, Definition> _undefined = [];
    private readonly OrderedDictionary<int, Definition> _pointers = [];

    public CoffNeeds(SlimmedUnits library, CoffPlaces places)
    {
        (_library, _targets) = (library, places.Targets);
        _definitions = new bool[library.Units.All.Count][];
        foreach (var unit in places.Units) _definitions[unit.Number] = new bool[unit.Symbols.Length];
        foreach (var unit in places.Units) Add(unit);
    }

    public bool IsNeeded(Definition definition) => _definitions[definition.Unit]![definition.Symbol];

    /// <summary>By the number of the name, a symbol that refers to it: one that is weak, if any is.</summary>
    public IReadOnlyDictionary<int, Definition> Undefined => _undefined;

    /// <summary>By the number of the name, what it points to.</summary>
    public IReadOnlyDictionary<int, Definition> Pointers => _pointers;

    /// <summary>Whether a program may do without a name that the library does not define.</summary>
    public bool IsWeak(int name) =>
        _undefined.TryGetValue(name, out var by) && IsWeak((CoffUnit)_library.Units[by.Unit], by.Symbol);

    /// <summary>Says that something is referred to, and returns it.</summary>
    public CoffTarget Add(CoffUnit unit, int symbol)
    {
        var target = _targets.Of(unit, symbol);
        if (target.Definition.Exists)
        {
            _definitions[target.Definition.Unit]![target.Definition.Symbol] = true;
            if (target.IsPointer) _pointers.TryAdd(target.Name, target.Definition);
        }
        else if (!_undefined.TryGetValue(target.Name, out var other)
            || (IsWeak(unit, symbol) && !IsWeak((CoffUnit)_library.Units[other.Unit], other.Symbol)))
        {
            _undefined[target.Name] = new Definition(unit.Number, symbol);
            AddDefault(unit, symbol);
        }

        return target;
    }

    private static bool IsWeak(CoffUnit unit, int symbol) => unit.Object.WeakExternals.ContainsKey(symbol);

    /// <summary>What an undefined weak external falls back to is undefined too, or it would have been taken for it.</summary>
    private void AddDefault(CoffUnit unit, int symbol)
    {
        if (unit.Symbols[symbol].Fallback is not UnitSymbol.NoSymbol and var fallback) Add(unit, fallback);
    }

    private void Add(CoffUnit unit)
    {
        for (var piece = 0; piece < unit.Pieces.Length; piece++)
        {
            if (!_library.Reach.IsLive(unit, piece)) continue;
            foreach (var symbol in unit.References[piece]) Add(unit, symbol);
        }

        for (var section = 1; section < unit.Roles.Length; section++)
        {
            if (unit.Roles[section] == CoffRole.Entries) AddFunctions(unit, section);
            if (unit.Roles[section] == CoffRole.Table) AddListed(unit, section);
        }

        foreach (var symbol in unit.Bare) Add(unit, symbol);
    }

    /// <summary>An unwind entry is for the code beside it, whatever the name of that stands for.</summary>
    private void AddFunctions(CoffUnit unit, int section)
    {
        foreach (var relocation in CoffMergedEntries.Live(_library, unit, section))
        {
            if (CoffMergedEntries.IsFunction(unit, section, relocation)) _definitions[unit.Number]![relocation.Symbol] = true;
        }
    }

    /// <summary>A table of symbols keeps none alive, but those that live have to be in it.</summary>
    private void AddListed(CoffUnit unit, int section)
    {
        foreach (var symbol in CoffTables.Read(unit.Object, section))
        {
            var target = _targets.Of(unit, symbol);
            if (target is { Definition.Exists: true, IsPointer: false } && _targets.IsLive(target.Definition))
            {
                _definitions[target.Definition.Unit]![target.Definition.Symbol] = true;
            }
        }
    }
}
