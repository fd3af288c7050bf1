using System.Diagnostics;
using System.IO.Compression;
using Bench.Inputs;
using Corpus;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace Bench;

/// <summary>
/// The slimmer on a large library with debugging data, in a process of its own, against what the tools of LLVM and GNU make of it in
/// theirs: time, memory, and what the result is when it is zipped.
/// </summary>
internal sealed class ToolsBenchmark : Benchmark
{
    /// <summary>The program's argument for the process that slims.</summary>
    public const string Slim = "--slim-library";

    private const int Rounds = 3;

    public override string Name => "tools";

    public override string Libraries => $"large/{CorpusRelease.LinuxX64}-debug";

    /// <summary>Slims a library.</summary>
    /// <param name="mode">A <see cref="SlimMode"/>.</param>
    /// <param name="input">The library.</param>
    /// <param name="output">Where to write to.</param>
    /// <param name="exports">A file with a name in each line.</param>
    public static int SlimOnce(string mode, string input, string output, string exports)
    {
        var options = new SlimOptions { Mode = Enum.Parse<SlimMode>(mode), Exports = File.ReadLines(exports).ToHashSet(), Suffix = "pack" };
        LibrarySlimmer.Slim(input, output, options);
        return 0;
    }

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var index = CorpusIndex.Read(new Workspace(Repository.Output).CorpusFolder);
        var (library, exports) = (index.PathOf(index[Libraries]), index[Libraries].Exports);
        var folder = Repository.EmptyFolder("tools");
        var names = Path.Combine(folder, "exports.txt");
        await AtomicFile.WriteTextAsync(names, string.Concat(exports.Select(name => name + "\n")));
        var roots = Path.Combine(folder, "roots.rsp");
        await AtomicFile.WriteTextAsync(roots, string.Concat(exports.Select(name => $"-u {name}\n")));
        var (stripped, whole, member) = (InFolder("stripped.a"), InFolder("whole.o"), InFolder("member.o"));

        (string Program, string[] Arguments)[] strip = [("llvm-objcopy", ["--strip-debug", library, stripped])];
        // One relocatable link, as a linker would collect for a program, and then every name but the exports made local. It takes the
        // library as built: of C code with macros in its debugging data, ld refuses what llvm-objcopy leaves.
        (string Program, string[] Arguments)[] full =
        [
            (
                "ld",
                [
                    "-r", "--gc-sections", "--strip-debug", "--force-group-allocation", "-e", exports[0], $"@{roots}", "-o", whole, library,
                ]),
            ("llvm-objcopy", [$"--keep-global-symbols={names}", whole, member]),
            ("llvm-ar", ["--format=gnu", "rcsD", InFolder("isolated.a"), member]),
        ];
        return
        [
            .. await RowsAsync(SlimMode.Strip, "llvm-objcopy --strip-debug", strip, stripped, (Time: 5, Memory: 1, Size: 1.02)),
            .. await RowsAsync(
                SlimMode.Full, "ld -r and llvm-objcopy", full, InFolder("isolated.a"), (Time: 1.5, Memory: 0.7, Size: 0.9)),
        ];

        string InFolder(string name) => Path.Combine(folder, name);

        async Task<IReadOnlyList<BenchmarkRow>> RowsAsync(
            SlimMode mode, string tools, (string Program, string[] Arguments)[] commands, string result,
            (double Time, double Memory, double Size) limit)
        {
            var output = InFolder($"{mode}.a");
            var (ours, theirs) = (new List<MeasuredProcess>(), new List<MeasuredProcess>());
            for (var round = 1; round <= Rounds; round++)
            {
                ours.Add(await MeasuredProcess.RunAsync(Repository.Bench(Slim, $"{mode}", library, output, names)));
                theirs.Add(await InTurnAsync(commands));
                log.Say($"round {round}, {mode}: ours {ours[^1]}; {tools} {theirs[^1]}");
            }

            var (our, their) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(theirs));
            var (peak, theirPeak) = (ours.Max(run => run.Peak), theirs.Max(run => run.Peak));
            var (size, theirSize) = (Zipped(output), Zipped(result));
            var what = $"{(mode == SlimMode.Full ? "slim" : "strip")} a library of {Size.Text(new FileInfo(library).Length)}";
            return
            [
                new BenchmarkRow($"{what}, against {tools}", $"{our:0.00} s", $"{their:0.00} s", our / their, limit.Time),
                new BenchmarkRow($"{what}, peak memory", Size.Text(peak), Size.Text(theirPeak), (double)peak / theirPeak, limit.Memory),
                new BenchmarkRow($"{what}, zipped", Size.Text(size), Size.Text(theirSize), (double)size / theirSize, limit.Size),
            ];
        }
    }

    private static async Task<MeasuredProcess> InTurnAsync(IEnumerable<(string Program, string[] Arguments)> commands)
    {
        var (elapsed, peak) = (TimeSpan.Zero, 0L);
        foreach (var (program, arguments) in commands)
        {
            var run = await MeasuredProcess.RunAsync(new ProcessStartInfo(program, arguments));
            (elapsed, peak) = (elapsed + run.Elapsed, Math.Max(peak, run.Peak));
        }

        return new MeasuredProcess(elapsed, peak);
    }

    /// <summary>What a file takes in a package, in bytes.</summary>
    private static long Zipped(string path)
    {
        using var file = File.OpenRead(path);
        using var zipped = new MemoryStream();
        using (var deflate = new DeflateStream(zipped, CompressionLevel.Optimal, leaveOpen: true)) file.CopyTo(deflate);
        return zipped.Length;
    }
}
