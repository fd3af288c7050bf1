namespace SlimSample;

/// <summary>Compares answers with what is expected, prints a line for each, and counts.</summary>
internal sealed class Checks
{
    private readonly List<string> _failed = [];
    private int _passed;

    public void Equal<T>(string name, T expected, T actual) =>
        Report(name, EqualityComparer<T>.Default.Equals(expected, actual), $"{expected}", $"{actual}");

    public void Close(string name, double expected, double actual) =>
        Report(name, Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected), $"{expected:R}", $"{actual:R}");

    /// <returns>The exit status of the program.</returns>
    public int Finish()
    {
        Console.WriteLine(_failed.Count == 0
            ? $"{_passed} checks passed"
            : $"{_failed.Count} of {_passed + _failed.Count} checks FAILED: {string.Join("; ", _failed)}");
        return _failed.Count == 0 ? 0 : 1;
    }

    private void Report(string name, bool equal, string expected, string actual)
    {
        if (equal) _passed++;
        else _failed.Add(name);
        Console.WriteLine(equal ? $"ok  {name}  {actual}" : $"FAILED {name}: expected {expected}, got {actual}");
    }
}
