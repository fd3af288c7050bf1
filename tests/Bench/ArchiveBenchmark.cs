using System.Diagnostics;
using Bench.Inputs;
using Corpus;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;
using StaticLibraries.Libraries;

namespace Bench;

/// <summary>
/// A large Rust library with debugging data: everything that Verify asks of it, in a process of its own from its start to its end,
/// against <c>llvm-nm</c> on the same file.
/// </summary>
internal sealed class ArchiveBenchmark : Benchmark
{
    /// <summary>The program's argument for the process that is measured.</summary>
    public const string Read = "--read-archive";

    private const long PeakLimit = 100_000_000;
    private const int Rounds = 5;

    public override string Name => "archive";

    public override string Libraries => $"large/{CorpusRelease.LinuxX64}-debug";

    /// <summary>Reads the archive once.</summary>
    public static int ReadOnce(string path)
    {
        using var library = StaticLibrary.Open(path);
        var summary = library.Summarize();
        Console.WriteLine($"{summary.MemberCount} members, {summary.SymbolCount} symbols, {summary.Exports.Count} exports");
        return 0;
    }

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var index = CorpusIndex.Read(new Workspace(Repository.Output).CorpusFolder);
        var archive = index.PathOf(index[Libraries]);
        var ours = new List<MeasuredProcess>();
        var theirs = new List<MeasuredProcess>();
        for (var round = 1; round <= Rounds; round++)
        {
            theirs.Add(await MeasuredProcess.RunAsync(new ProcessStartInfo("llvm-nm", [archive])));
            ours.Add(await MeasuredProcess.RunAsync(Repository.Bench(Read, archive)));
            log.Say($"round {round}: ours {ours[^1]}; llvm-nm {theirs[^1]}");
        }

        var (our, their, peak) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(theirs), ours.Max(run => run.Peak));
        return
        [
            new BenchmarkRow(
                $"read an archive of {Size.Text(new FileInfo(archive).Length)}, against llvm-nm", $"{our:0.00} s", $"{their:0.00} s",
                our / their, 1.75),
            new BenchmarkRow(
                "read an archive, peak memory, against its limit", Size.Text(peak), Size.Text(PeakLimit), (double)peak / PeakLimit, 1),
        ];
    }
}
