using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// Which pieces the exports reach, in the units that were taken: by references, each to the one definition that its name stands
/// for, by companions, and from what lives by itself. All else is dead.
/// </summary>
internal sealed class Reach
{
    private readonly Units _units;
    private readonly Resolution _resolution;
    private readonly ArchiveSearch _search;
    private readonly bool[]?[] _live;
    private readonly bool[] _named;
    private readonly Dictionary<int, List<(Unit Unit, int Piece)>> _sets = [];
    private readonly Stack<(Unit Unit, int Piece)> _work = [];

    /// <param name="exports">The numbers of the exports' names.</param>
    /// <exception cref="InputException">A piece that lives refers to debugging data, or to a COMDAT that another unit was chosen
    /// for.</exception>
    public Reach(Units units, ArchiveSearch search, Resolution resolution, IEnumerable<int> exports)
    {
        (_units, _search, _resolution) = (units, search, resolution);
        _live = new bool[units.All.Count][];
        _named = new bool[units.Names.Count];
        foreach (var unit in search.Taken)
        {
            _live[unit.Number] = new bool[unit.Pieces.Length];
            foreach (var (name, piece) in unit.Sets.Select(set => (set.From, set.To))) Set(name).Add((unit, piece));
        }

        foreach (var unit in search.Taken)
        {
            foreach (var root in unit.Roots) Mark(unit, root);
        }

        foreach (var export in exports) Follow(resolution.Of(export), export);
        while (_work.TryPop(out var piece)) Spread(piece.Unit, piece.Piece);
    }

    /// <summary>The units of which something lives, in the order of the archive.</summary>
    public IEnumerable<Unit> LiveUnits => _search.Taken.Where(unit => IsLive(unit.Number, 0));

    public bool IsLive(int unit, int piece) => _live[unit] is { } live && live[piece];

    public bool IsLive(Unit unit, int piece) => IsLive(unit.Number, piece);

    /// <summary>Whether what a definition defines lives; one in no piece lives with its unit.</summary>
    public bool IsLive(Definition definition)
    {
        ref var symbol = ref _units.Symbol(definition);
        return IsLive(definition.Unit, symbol.Place == SymbolPlace.InPiece ? symbol.Piece : 0);
    }

    /// <summary>Whether a live piece refers to a name, defined or not.</summary>
    public bool IsNamed(int name) => _named[name];

    private List<(Unit Unit, int Piece)> Set(int name)
    {
        if (!_sets.TryGetValue(name, out var set)) _sets.Add(name, set = []);
        return set;
    }

    private void Mark(Unit unit, int piece)
    {
        var live = _live[unit.Number]!;
        if (live[piece] || unit.Pieces[piece].IsStripped || _resolution.IsLost(unit.Number, piece)) return;
        live[piece] = true;
        _work.Push((unit, piece));
        if (piece != 0) Mark(unit, 0);
    }

    private void Spread(Unit unit, int piece)
    {
        foreach (var companion in unit.Companions[piece]) Mark(unit, companion);
        foreach (var symbol in unit.References[piece]) Refer(unit, piece, symbol);
        if (piece != 0) return;
        foreach (var name in unit.Needs) Follow(_resolution.Of(name), name);
    }

    private void Refer(Unit unit, int piece, int symbol)
    {
        ref var one = ref unit.Symbols[symbol];
        var target = _resolution.Of(unit, symbol);
        // What is visible and stands for nothing is of a COMDAT that another member has without it: no linker takes it either.
        if (one.Place != SymbolPlace.InPiece || (one.IsGlobal && target.Exists))
        {
            Follow(target, one.Name);
            return;
        }

        if (unit.Pieces[one.Piece].IsStripped || _resolution.IsLost(unit.Number, one.Piece))
        {
            var name = one.IsGlobal ? $"{Encoding.UTF8.GetString(_units.Names[one.Name])} in " : "";
            var why = unit.Pieces[one.Piece].IsStripped ? "does not run" : "is in another member too, whose own is taken";
            throw unit.Refusal($"the {unit.Describe(piece)} refers to {name}the {unit.Describe(one.Piece)}, which {why}");
        }

        Mark(unit, one.Piece);
    }

    private void Follow(Definition target, int name)
    {
        if (name != UnitSymbol.NoName) _named[name] = true;
        if (!target.Exists)
        {
            if (name == UnitSymbol.NoName || !_sets.TryGetValue(name, out var set)) return;
            foreach (var (unit, piece) in set) Mark(unit, piece);
            return;
        }

        ref var symbol = ref _units.Symbol(target);
        Mark(_units[target.Unit], symbol.Place == SymbolPlace.InPiece ? symbol.Piece : 0);
    }
}
