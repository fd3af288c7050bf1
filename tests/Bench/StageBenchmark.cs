using System.IO.Compression;
using System.Security.Cryptography;
using Bench.Inputs;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;

namespace Bench;

/// <summary>
/// What each stage takes for one large library with debugging data, each in a process of its own from its start to its end: time, against
/// inflating the library and hashing it, twice; and memory, against the library's size. Programs that a stage asks are in its time alone.
/// </summary>
internal sealed class StageBenchmark : Benchmark
{
    /// <summary>The program's argument for the process in which the floor is measured.</summary>
    public const string Floor = "--inflate-twice";

    private const int Rounds = 3;
    private const int BufferBytes = 1 << 17;

    public override string Name => "stages";

    public override string Libraries => $"large/{CorpusRelease.LinuxX64}-debug";

    /// <summary>Inflates what is in an asset and hashes it (SHA-256), two times.</summary>
    public static int InflateTwice(string asset)
    {
        for (var time = 0; time < 2; time++)
        {
            using var zip = ZipFile.OpenRead(asset);
            using var library = zip.Entries.Single().Open();
            using var buffered = new BufferedStream(library, BufferBytes);
            _ = SHA256.HashData(buffered);
        }

        return 0;
    }

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var release = await CorpusRelease.MakeAsync("large", "debug", log, CorpusRelease.LinuxX64);
        var library = release.Libraries.Single();
        var output = Repository.EmptyFolder("stages");
        await release.BuildAsync("Fetch", output);
        var floors = new List<MeasuredProcess>();
        var stages = new List<Stage>
        {
            new("Verify", "Verify", [], made => made.Verified.Remove(), TimeLimit: 2.5, MemoryLimit: 0.5),
            new("Slim to strip", "Slim", ["--slim", "strip"], made => made.Slimmed.Remove(), TimeLimit: 2.5, MemoryLimit: 1),
            new("Slim", "Slim", [], made => made.Slimmed.Remove(), TimeLimit: 3, MemoryLimit: 0.8),
            new("Pack", "Pack", [], made => made.Packed.Remove(), TimeLimit: 1.5, MemoryLimit: 0.5),
        };
        for (var round = 1; round <= Rounds; round++)
        {
            floors.Add(await MeasuredProcess.RunAsync(Repository.Bench(Floor, release.AssetOf(library))));
            foreach (var stage in stages)
            {
                stage.Forget(new Workspace(output));
                stage.Runs.Add(await release.BuildAsync(stage.Target, output, ["--exclusive", .. stage.Options]));
            }

            log.Say(
                $"round {round}: the floor {floors[^1]}; {string.Join("; ", stages.Select(stage => $"{stage.Name} {stage.Runs[^1]}"))}");
        }

        var floor = MeasuredProcess.Median(floors);
        return [.. stages.Select(Time), .. stages.Select(Memory)];

        BenchmarkRow Time(Stage stage)
        {
            var time = MeasuredProcess.Median(stage.Runs);
            return new BenchmarkRow(
                $"{stage.Name} of {release.Extent}, against inflating and hashing it twice", $"{time:0.00} s", $"{floor:0.00} s",
                time / floor, stage.TimeLimit);
        }

        BenchmarkRow Memory(Stage stage)
        {
            var peak = stage.Runs.Max(run => run.Peak);
            return new BenchmarkRow(
                $"{stage.Name}, peak memory, against the size of the library", Size.Text(peak), Size.Text(library.Size),
                (double)peak / library.Size, stage.MemoryLimit);
        }
    }

    /// <param name="Name">In words.</param>
    /// <param name="Target">The build program's.</param>
    /// <param name="Options">Beside those that name the release.</param>
    /// <param name="Forget">Takes away what an earlier run would be kept for.</param>
    /// <param name="TimeLimit">In terms of the floor.</param>
    /// <param name="MemoryLimit">In terms of the library's size.</param>
    private sealed record Stage(
        string Name, string Target, IReadOnlyList<string> Options, Action<Workspace> Forget, double TimeLimit, double MemoryLimit)
    {
        public List<MeasuredProcess> Runs { get; } = [];
    }
}
