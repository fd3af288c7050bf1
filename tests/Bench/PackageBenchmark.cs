using Bench.Inputs;
using Microsoft.Extensions.Logging;
using RuntimePacks;

namespace Bench;

/// <summary>How large the packages of the sample's crate are for each target: that is Rust's standard library.</summary>
/// <param name="variant">The corpus' word for libraries with debugging data, or for those without.</param>
/// <param name="words">The same, for a row of the table.</param>
/// <param name="limit">What a slimmed package must not exceed, in terms of the one with the library as built.</param>
/// <param name="gnuLimit">The same for windows-gnu.</param>
internal sealed class PackageBenchmark(string name, string variant, string words, double limit, double gnuLimit) : Benchmark
{
    public override string Name => name;

    public override string Libraries => $"small/*-{variant}";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var release = await CorpusRelease.MakeAsync("small", variant, log);
        log.Say($"packing {release.Extent} slimmed, stripped and as built");
        var sizes = await PackageSizes.PackAsync(release, name);
        return [.. sizes.Rows(words, target => target.EndsWith("windows-gnu", StringComparison.Ordinal) ? gnuLimit : limit)];
    }
}
