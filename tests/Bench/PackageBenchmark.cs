using Bench.Inputs;
using Microsoft.Extensions.Logging;
using RuntimePacks;

namespace Bench;

/// <summary>How large the packages of the sample's crate are for each target, which is Rust's standard library for the most part.</summary>
/// <param name="variant">The corpus' word for libraries with debugging data, or for those without.</param>
internal sealed class PackageBenchmark(string name, string variant) : Benchmark
{
    public override string Name => name;

    public override string Libraries => $"small/*-{variant}";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var release = await CorpusRelease.MakeAsync("small", variant, log);
        log.Say($"packing {release.Extent} slimmed, stripped and as built");
        var sizes = await PackageSizes.PackAsync(release, name);
        return [.. sizes.Rows($"the small library, {variant}", _ => 1)];
    }
}
