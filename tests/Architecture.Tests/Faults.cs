namespace Architecture.Tests;

/// <summary>Fails with every fault, where xunit would show the first five.</summary>
internal static class Faults
{
    public static void None(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        if (all.Count > 0) Assert.Fail($"{all.Count} faults:\n{string.Join('\n', all)}");
    }
}
