using System.Collections;
using System.Text;

namespace RuntimePacks.Archives;

/// <summary>
/// Names of symbols, each once, in the order of their bytes. They are kept as the file has them; each becomes a string
/// when it is asked for.
/// </summary>
public sealed class NameSet : IReadOnlyCollection<string>
{
    private readonly NameTable _table;
    private readonly Func<byte, bool> _belongs;
    private readonly int[] _sorted;

    internal NameSet(NameTable table, Func<byte, bool> belongs)
    {
        _table = table;
        _belongs = belongs;
        _sorted = [.. Enumerable.Range(0, table.Count).Where(index => belongs(table.MarksOf(index)))];
        Array.Sort(_sorted, (a, b) => table[a].SequenceCompareTo(table[b]));
    }

    public int Count => _sorted.Length;

    public bool Contains(string name) => _belongs(_table.MarksOf(Encoding.UTF8.GetBytes(name)));

    public IEnumerator<string> GetEnumerator() => _sorted.Select(index => Encoding.UTF8.GetString(_table[index])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
