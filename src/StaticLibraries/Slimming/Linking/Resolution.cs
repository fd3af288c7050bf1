using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// Which definition each name stands for when the units that were taken become one: a strong one before a common one before a
/// weak one, of weak ones the first, of common ones the largest; of COMDATs one unit's, and nothing in the others counts.
/// </summary>
internal sealed class Resolution
{
    private readonly Units _units;
    private readonly Definition[] _chosen;
    private readonly bool[]?[] _lost;

    /// <exception cref="InputException">Two units define a name strongly: no linker takes both.</exception>
    public Resolution(Units units, ArchiveSearch search)
    {
        _units = units;
        _chosen = new Definition[units.Names.Count];
        _lost = new bool[units.All.Count][];
        Array.Fill(_chosen, Definition.None);
        LoseComdats(search);
        foreach (var unit in search.Taken) Choose(unit);
    }

    /// <summary>The definition that a name stands for, aliases considered; none where no unit that was taken defines it.</summary>
    public Definition Of(int name) => _chosen[_units.Stands(name)];

    /// <summary>
    /// What a symbol of a unit stands for: itself where it is local, else what its name does, else what it falls back to; none for
    /// what stays undefined.
    /// </summary>
    public Definition Of(Unit unit, int symbol)
    {
        // A weak external may fall back to another one.
        for (var steps = 0; steps <= unit.Symbols.Length; steps++)
        {
            ref var one = ref unit.Symbols[symbol];
            if (!one.IsGlobal) return new Definition(unit.Number, symbol);
            if (Of(one.Name) is { Exists: true } chosen) return chosen;
            if (one.Fallback == UnitSymbol.NoSymbol) return Definition.None;
            symbol = one.Fallback;
        }

        return Definition.None;
    }

    /// <summary>Whether a piece is of a COMDAT that another unit was chosen for.</summary>
    public bool IsLost(int unit, int piece) => _lost[unit] is { } lost && lost[piece];

    private void LoseComdats(ArchiveSearch search)
    {
        var kept = new Dictionary<int, (Unit Unit, Comdat Comdat)>();
        foreach (var unit in search.Taken)
        {
            foreach (var comdat in unit.Comdats)
            {
                if (!kept.TryGetValue(comdat.Name, out var other)) kept.Add(comdat.Name, (unit, comdat));
                else if (comdat.Rank <= other.Comdat.Rank) Lose(unit, comdat);
                else
                {
                    Lose(other.Unit, other.Comdat);
                    kept[comdat.Name] = (unit, comdat);
                }
            }
        }
    }

    private void Lose(Unit unit, Comdat comdat)
    {
        var lost = _lost[unit.Number] ??= new bool[unit.Pieces.Length];
        foreach (var piece in comdat.Pieces) lost[piece] = true;
    }

    private void Choose(Unit unit)
    {
        for (var index = 0; index < unit.Symbols.Length; index++)
        {
            ref var symbol = ref unit.Symbols[index];
            if (!symbol.IsGlobal || !symbol.IsDefined || (symbol.Place == SymbolPlace.InPiece && IsLost(unit.Number, symbol.Piece)))
            {
                continue;
            }

            ref var chosen = ref _chosen[symbol.Name];
            if (!chosen.Exists || IsBefore(symbol, _units.Symbol(chosen)))
            {
                chosen = new Definition(unit.Number, index);
            }
            else if (Rank(symbol) == Strong && Rank(_units.Symbol(chosen)) == Strong)
            {
                throw unit.Refusal(
                    $"it defines {Encoding.UTF8.GetString(_units.Names[symbol.Name])}, "
                    + $"which {_units[chosen.Unit].Name} defines too, and what the exports need takes both");
            }
        }
    }

    private const int Strong = 3;

    private static bool IsBefore(in UnitSymbol one, in UnitSymbol other) =>
        Rank(one) > Rank(other) || (one.Place == SymbolPlace.Common && other.Place == SymbolPlace.Common && one.Size > other.Size);

    private static int Rank(in UnitSymbol symbol) =>
        symbol.Place == SymbolPlace.Common ? 2 : symbol.Binding == SymbolBinding.Weak ? 1 : Strong;
}
