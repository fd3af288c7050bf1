namespace StaticLibraries.Objects;

/// <summary>
/// A table of names that is to be written, with a zero byte behind each. A name is there once, in the order in which they came; one that
/// another ends with (<c>.text.f</c> and <c>.rela.text.f</c>) is a part of that.
/// </summary>
/// <param name="start">Where the first name is to be, in bytes from the start of the table: what is before it is the format's own.</param>
internal sealed class StringPool(long start)
{
    private readonly NameTable _names = new();
    private long[] _offsets = [];

    /// <summary>Up to the end of the last name, in bytes from the start of the table, once it is closed.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a name and returns its number.</summary>
    public int Add(ReadOnlySpan<byte> name) => _names.Intern(name);

    /// <summary>Gives every name its place; none is added afterwards.</summary>
    public void Close()
    {
        var hosts = Hosts();
        _offsets = new long[_names.Count];
        Length = start;
        for (var number = 0; number < _offsets.Length; number++)
        {
            if (hosts[number] != number) continue;
            _offsets[number] = Length;
            Length += _names[number].Length + 1;
        }

        for (var number = 0; number < _offsets.Length; number++)
        {
            _offsets[number] = _offsets[hosts[number]] + _names[hosts[number]].Length - _names[number].Length;
        }
    }

    /// <summary>Where a name is, in bytes from the start of the table.</summary>
    public long OffsetOf(int number) => _offsets[number];

    /// <summary>Writes the names; what is before the first one is the caller's to write.</summary>
    public void Write(Stream output)
    {
        var next = start;
        for (var number = 0; number < _offsets.Length; number++)
        {
            if (_offsets[number] != next) continue;
            output.Write(_names[number]);
            output.WriteByte(0);
            next += _names[number].Length + 1;
        }
    }

    /// <summary>For each name the longest one that ends with it: itself for most.</summary>
    private int[] Hosts()
    {
        var order = Enumerable.Range(0, _names.Count).ToArray();
        Array.Sort(order, CompareFromEnd);
        var hosts = new int[order.Length];
        // From the end: a name comes before those that end with it.
        for (var index = order.Length - 1; index >= 0; index--)
        {
            var number = order[index];
            var next = index + 1 < order.Length ? hosts[order[index + 1]] : number;
            // No name is a name of its own: where it comes first, it is at the start of the table, as formats have it.
            hosts[number] = _names[number].Length > 0 && _names[next].EndsWith(_names[number]) ? next : number;
        }

        return hosts;
    }

    private int CompareFromEnd(int one, int other)
    {
        var left = _names[one];
        var right = _names[other];
        for (var index = 1; index <= Math.Min(left.Length, right.Length); index++)
        {
            if (left[^index] != right[^index]) return left[^index].CompareTo(right[^index]);
        }

        return left.Length.CompareTo(right.Length);
    }
}
