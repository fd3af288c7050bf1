using System.Collections;
using System.Text;

namespace RuntimePacks.Archives;

/// <summary>One global name of a library.</summary>
/// <param name="Name">As in C.</param>
/// <param name="Kind">What the first member that defines it says that it names; Other where no member defines it.</param>
/// <param name="Binding">Weak when every member that has it has it as weak.</param>
public readonly record struct NamedSymbol(string Name, SymbolKind Kind, SymbolBinding Binding);

/// <summary>
/// Names of symbols, each once, in the order of their bytes. They are kept as the file has them; each becomes a string
/// when it is asked for.
/// </summary>
public sealed class NameSet : IReadOnlyCollection<string>
{
    private readonly NameTable _table;
    private readonly Func<ushort, bool> _belongs;
    private readonly int[] _sorted;

    internal NameSet(NameTable table, Func<ushort, bool> belongs)
    {
        _table = table;
        _belongs = belongs;
        _sorted = [.. Enumerable.Range(0, table.Count).Where(index => belongs(table.Marks(index)))];
        Array.Sort(_sorted, (a, b) => table[a].SequenceCompareTo(table[b]));
    }

    public int Count => _sorted.Length;

    /// <summary>The names with what is known of each.</summary>
    public IEnumerable<NamedSymbol> Symbols => _sorted.Select(index => LibraryNames.Describe(Text(index), _table.Marks(index)));

    public bool Contains(string name) => Contains(Encoding.UTF8.GetBytes(name));

    public bool Contains(ReadOnlySpan<byte> name) => _table.IndexOf(name) is >= 0 and var index && _belongs(_table.Marks(index));

    public IEnumerator<string> GetEnumerator() => _sorted.Select(Text).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Text(int index) => Encoding.UTF8.GetString(_table[index]);
}
