namespace RuntimePacks.Audit;

/// <summary>The findings about a package, and what is wrong with it.</summary>
public sealed class PackageVerdict(string package)
{
    private readonly List<(string Check, string Result)> _facts = [];
    private readonly List<string> _differences = [];

    /// <summary>A line per check, for people.</summary>
    public IReadOnlyList<(string Check, string Result)> Facts => _facts;

    /// <summary>What is not as it should be: what it is about, what was expected and what was found.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <exception cref="RuntimePacksException">Something is wrong: all of it is in the message.</exception>
    public void Require()
    {
        if (_differences.Count > 0)
        {
            throw new RuntimePacksException($"{package} is not what it should be: {string.Join("; ", _differences)}");
        }
    }

    internal void Add(string check, string result) => _facts.Add((check, result));

    internal void Fault(string text) => _differences.Add(text);

    /// <summary>Compares one value.</summary>
    /// <param name="what">What it is, and which file or entry says so.</param>
    internal bool Same<T>(string what, T expected, T found)
    {
        if (EqualityComparer<T>.Default.Equals(expected, found)) return true;
        Fault($"{what}: expected {Text(expected)}, found {Text(found)}");
        return false;
    }

    private static string Text<T>(T value) => value?.ToString() is { Length: > 0 } text ? text : "nothing";
}
