namespace StaticLibraries.Slimming.Linking;

/// <summary>That one numbered thing leads to another.</summary>
internal readonly record struct Link(int From, int To);

/// <summary>What each numbered thing leads to, in the order in which it was said; some bytes for each.</summary>
internal sealed class Links
{
    private readonly int[] _starts;
    private readonly int[] _to;

    /// <param name="count">Of the things that links come from.</param>
    /// <param name="links">In any order.</param>
    public Links(int count, IReadOnlyList<Link> links)
    {
        _starts = new int[count + 1];
        _to = new int[links.Count];
        for (var index = 0; index < links.Count; index++) _starts[links[index].From + 1]++;
        for (var from = 0; from < count; from++) _starts[from + 1] += _starts[from];
        var next = _starts.AsSpan(0, count).ToArray();
        for (var index = 0; index < links.Count; index++) _to[next[links[index].From]++] = links[index].To;
    }

    public static Links None { get; } = new(0, []);

    public ReadOnlySpan<int> this[int from] =>
        from + 1 < _starts.Length ? _to.AsSpan(_starts[from], _starts[from + 1] - _starts[from]) : [];
}
