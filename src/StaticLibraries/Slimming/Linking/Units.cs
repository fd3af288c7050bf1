using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>A symbol of a unit, by their numbers.</summary>
internal readonly record struct Definition(int Unit, int Symbol)
{
    /// <summary>That there is none.</summary>
    public static readonly Definition None = new(-1, -1);

    public bool Exists => Unit >= 0;
}

/// <summary>The units of a library, with the names that they share and who defines them.</summary>
internal sealed class Units
{
    private readonly int[] _first;
    private readonly List<Entry> _entries = [];

    private readonly record struct Entry(Definition Definition, int Next);

    /// <param name="all">In the order of the archive; each one's number is its place.</param>
    /// <param name="names">The names of their global symbols.</param>
    public Units(IReadOnlyList<Unit> all, NameTable names)
    {
        (All, Names) = (all, names);
        _first = new int[names.Count];
        Array.Fill(_first, -1);
        // From the end, so that the list of each name begins with its first definition.
        for (var unit = all.Count - 1; unit >= 0; unit--) Add(all[unit]);
    }

    public IReadOnlyList<Unit> All { get; }

    public NameTable Names { get; }

    /// <summary>
    /// What a name stands for where no unit defines it: COFF's <c>/ALTERNATENAME</c>, and <c>__imp_X</c> where X is the library's own.
    /// A format adds to it before the search.
    /// </summary>
    public Dictionary<int, int> Aliases { get; } = [];

    public Unit this[int number] => All[number];

    /// <summary>The number of the name that stands for a name: an alias where no unit defines it, else itself.</summary>
    public int Stands(int name)
    {
        // An alias of an alias, and no further than a circle is long.
        for (var steps = 0; steps <= Aliases.Count && _first[name] < 0 && Aliases.TryGetValue(name, out var other); steps++) name = other;
        return name;
    }

    /// <summary>Every definition of a name, in the order of the archive.</summary>
    public IEnumerable<Definition> DefinitionsOf(int name)
    {
        for (var entry = _first[name]; entry >= 0; entry = _entries[entry].Next) yield return _entries[entry].Definition;
    }

    public bool IsDefined(int name) => _first[name] >= 0;

    /// <summary>Of all units, the pieces with code and data that a condition holds for.</summary>
    public PieceCount Pieces(Func<Unit, int, bool> counts)
    {
        var (count, bytes) = (0L, 0L);
        foreach (var unit in All)
        {
            for (var piece = 0; piece < unit.Pieces.Length; piece++)
            {
                if (!unit.Pieces[piece].IsContent || !counts(unit, piece)) continue;
                count++;
                bytes += unit.Pieces[piece].Size;
            }
        }

        return new PieceCount(count, bytes);
    }

    public ref UnitSymbol Symbol(Definition definition) => ref All[definition.Unit].Symbols[definition.Symbol];

    private void Add(Unit unit)
    {
        for (var symbol = unit.Symbols.Length - 1; symbol >= 0; symbol--)
        {
            ref var one = ref unit.Symbols[symbol];
            if (!one.IsGlobal || !one.IsDefined) continue;
            _entries.Add(new Entry(new Definition(unit.Number, symbol), _first[one.Name]));
            _first[one.Name] = _entries.Count - 1;
        }
    }
}
