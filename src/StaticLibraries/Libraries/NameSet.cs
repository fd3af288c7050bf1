using System.Collections;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>One global name of a library.</summary>
/// <param name="Name">As in C.</param>
/// <param name="Kind">What the first member that defines it says that it names; Other where no member defines it.</param>
/// <param name="Binding">Weak when every member that has it has it as weak.</param>
public readonly record struct NamedSymbol(string Name, SymbolKind Kind, SymbolBinding Binding);

/// <summary>Whether a name, in UTF-8 as the file has it, is looked for.</summary>
public delegate bool NameFilter(ReadOnlySpan<byte> name);

/// <summary>
/// Names of symbols, each once, in the order of their bytes. They are kept as the file has them; each becomes a string
/// when it is asked for.
/// </summary>
public sealed class NameSet : IReadOnlyCollection<string>
{
    private readonly NameTable _table;
    private readonly Func<ushort, bool> _belongs;
    private readonly int[] _members;
    private bool _isSorted;

    internal NameSet(NameTable table, Func<ushort, bool> belongs)
    {
        _table = table;
        _belongs = belongs;
        _members = [.. Enumerable.Range(0, table.Count).Where(index => belongs(table.Marks(index)))];
    }

    public int Count => _members.Length;

    /// <summary>The names with what is known of each.</summary>
    public IEnumerable<NamedSymbol> Symbols => Sorted.Select(index => LibraryNames.Describe(Text(index), _table.Marks(index)));

    private int[] Sorted
    {
        get
        {
            if (!_isSorted) Array.Sort(_members, (a, b) => _table[a].SequenceCompareTo(_table[b]));
            _isSorted = true;
            return _members;
        }
    }

    public bool Contains(string name) => Contains(Encoding.UTF8.GetBytes(name));

    public bool Contains(ReadOnlySpan<byte> name) => _table.IndexOf(name) is >= 0 and var index && _belongs(_table.Marks(index));

    /// <summary>The names that a filter lets through, in no order; only those become strings.</summary>
    public IEnumerable<string> Where(NameFilter filter) => _members.Where(index => filter(_table[index])).Select(Text);

    public IEnumerator<string> GetEnumerator() => Sorted.Select(Text).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Text(int index) => Encoding.UTF8.GetString(_table[index]);
}
