using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// Which units a linker takes from a library for some names: for a name that no unit taken so far defines, the first that
/// defines it; then what that one refers to. A weak reference takes nothing.
/// </summary>
internal sealed class ArchiveSearch
{
    private readonly Units _units;
    private readonly bool[] _taken;
    private readonly bool[] _asked;
    private readonly bool[] _found;
    private readonly Queue<int> _names = [];

    /// <param name="units">The library.</param>
    /// <param name="names">The numbers of the names to begin with.</param>
    public ArchiveSearch(Units units, IEnumerable<int> names)
    {
        _units = units;
        _taken = new bool[units.All.Count];
        _asked = new bool[units.Names.Count];
        _found = new bool[units.Names.Count];
        foreach (var name in names) Ask(name);
        while (_names.TryDequeue(out var name)) Find(name);
    }

    /// <summary>The units that were taken, in the order of the archive.</summary>
    public IEnumerable<Unit> Taken => _units.All.Where(unit => _taken[unit.Number]);

    public bool IsTaken(int unit) => _taken[unit];

    private void Ask(int name)
    {
        name = _units.Stands(name);
        if (_asked[name]) return;
        _asked[name] = true;
        _names.Enqueue(name);
    }

    private void Find(int name)
    {
        if (_found[name]) return;
        var (listed, any) = (-1, -1);
        foreach (var definition in _units.DefinitionsOf(name))
        {
            if (any < 0) any = definition.Unit;
            if (_units.Symbol(definition).IsUnlisted) continue;
            listed = definition.Unit;
            break;
        }

        if ((listed >= 0 ? listed : any) is >= 0 and var unit && !_taken[unit]) Take(_units[unit]);
    }

    private void Take(Unit unit)
    {
        _taken[unit.Number] = true;
        foreach (ref var symbol in unit.Symbols.AsSpan())
        {
            if (!symbol.IsGlobal) continue;
            // One that no index has does not keep a linker from looking for one that an index has.
            if (symbol.IsDefined) _found[symbol.Name] |= !symbol.IsUnlisted;
            else if (symbol.Binding == SymbolBinding.Global) Ask(symbol.Name);
        }

        foreach (var name in unit.Needs) Ask(name);
    }
}
