using Microsoft.Extensions.Logging;

namespace Bench;

/// <summary>One measurement of ours against another program's way to do the same, on this machine, in one run.</summary>
public abstract class Benchmark
{
    /// <summary>What <c>--only</c> takes: lower case, without spaces.</summary>
    public abstract string Name { get; }

    /// <summary>What of the corpus it measures on, as the target Corpus takes it.</summary>
    public abstract string Libraries { get; }

    /// <summary>Measures.</summary>
    /// <param name="log">Told, in a line, what is being done.</param>
    public abstract Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log);
}

/// <summary>A line of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">With its unit.</param>
/// <param name="Theirs">With its unit; a limit where there is no other program.</param>
/// <param name="Ratio">Ours in terms of theirs; less is better.</param>
/// <param name="Limit">What the ratio must not exceed.</param>
public sealed record BenchmarkRow(string Name, string Ours, string Theirs, double Ratio, double Limit);
