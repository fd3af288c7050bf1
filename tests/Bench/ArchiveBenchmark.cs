using System.Diagnostics;
using Bench.Inputs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using Samples;
using StaticLibraries.Libraries;

namespace Bench;

/// <summary>
/// A Rust library of twice the size: everything that Verify asks of it, in a process of its own from its start to its end, against
/// <c>llvm-nm</c> on the same file.
/// </summary>
internal sealed class ArchiveBenchmark : Benchmark
{
    /// <summary>The program's argument for the process that is measured.</summary>
    public const string Read = "--read-archive";

    private const long PeakLimit = 100_000_000;
    private const int Rounds = 5;

    public override string Name => "archive";

    private static long ArchiveBytes => 2 * LargeRelease.ArchiveBytes;

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
        var folder = Directory.CreateTempSubdirectory("bench-archive-").FullName;
        try
        {
            log.Say($"making an archive of {Size.Text(ArchiveBytes)} or more");
            var archive = await MakeAsync(folder);
            log.Say($"{Size.Text(new FileInfo(archive).Length)}");
            var ours = new List<MeasuredProcess>();
            var theirs = new List<MeasuredProcess>();
            for (var round = 1; round <= Rounds; round++)
            {
                theirs.Add(await MeasuredProcess.RunAsync(new ProcessStartInfo("llvm-nm", [archive])));
                ours.Add(await MeasuredProcess.RunAsync(Repository.Bench(Read, archive)));
                log.Say(
                    $"round {round}: ours {ours[^1].Elapsed.TotalSeconds:0.00} s, {Size.Text(ours[^1].Peak)}; llvm-nm {theirs[^1].Elapsed.TotalSeconds:0.00} s, {Size.Text(theirs[^1].Peak)}");
            }

            var (our, their, peak) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(theirs), ours.Max(run => run.Peak));
            return
            [
                new BenchmarkRow(
                    $"read an archive of {Size.Text(new FileInfo(archive).Length)}, against llvm-nm", $"{our:0.00} s", $"{their:0.00} s",
                    our / their, 1),
                new BenchmarkRow(
                    "read an archive, peak memory, against its limit", Size.Text(peak), Size.Text(PeakLimit), (double)peak / PeakLimit, 1),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// The sample's own library for linux-arm64, which Rust made with debugging data, as often as it takes; each time with other
    /// names.
    /// </summary>
    private static async Task<string> MakeAsync(string folder)
    {
        var root = Repository.Root;
        var toolbox = Toolbox.Load(Path.Combine(root, "build", "tools.json"), NullLogger.Instance);
        var sample = Path.Combine(Repository.Output, "sample");
        if (await SampleRelease.FindAsync(SampleSources.Of(root), sample, toolbox) is null)
        {
            throw new RuntimePacksException($"the sample release is not up to date in {sample}: run ./build.sh --target Sample first");
        }

        var members = Path.Combine(folder, "members");
        Directory.CreateDirectory(members);
        await new Command("unzip", "-q", Path.Combine(sample, "slim-bindings-aarch64-unknown-linux-gnu.zip"), "-d", folder).OutputAsync();
        await new Command("llvm-ar", "x", Directory.GetFiles(folder, "*.a").Single()) { WorkingDirectory = members }.OutputAsync();
        var originals = Directory.GetFiles(members).Order(StringComparer.Ordinal).ToList();
        var objects = new List<string>();
        long size = 0;
        for (var copy = 0; size < ArchiveBytes; copy++)
        {
            foreach (var original in originals)
            {
                var path = Path.Combine(members, $"{copy}-{Path.GetFileName(original)}");
                await File.WriteAllBytesAsync(path, RenamedMembers.Rust(await File.ReadAllBytesAsync(original), copy));
                objects.Add(path);
                size += new FileInfo(path).Length;
            }
        }

        var list = Path.Combine(folder, "members.rsp");
        await File.WriteAllLinesAsync(list, objects.Select(path => $"\"{path}\""));
        var archive = Path.Combine(folder, "large.a");
        await new Command("llvm-ar", "rcs", archive, $"@{list}").OutputAsync();
        Directory.Delete(members, recursive: true);
        return archive;
    }
}
