using System.Diagnostics;
using RuntimePacks.Archives;
using RuntimePacks.Files;
using RuntimePacks.Tools;

namespace Bench;

/// <summary>
/// A static library of 300 MB: everything that Verify asks of it, in a process of its own from its start to its end, against
/// <c>llvm-nm</c> on the same file.
/// </summary>
internal sealed class ArchiveBenchmark : Benchmark
{
    /// <summary>The program's argument for the process that is measured.</summary>
    public const string Read = "--read-archive";

    private const long ArchiveBytes = 300_000_000;
    private const long PeakLimit = 100_000_000;
    private const int Rounds = 5;
    private const int Functions = 60;

    public override string Name => "archive";

    /// <summary>Reads the archive once.</summary>
    public static int ReadOnce(string path)
    {
        using var library = StaticLibrary.Open(path);
        var summary = library.Summarize();
        Console.WriteLine($"{summary.MemberCount} members, {summary.SymbolCount} symbols, {summary.Exports.Count} exports");
        return 0;
    }

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(Action<string> say)
    {
        var folder = Directory.CreateTempSubdirectory("bench-archive-").FullName;
        try
        {
            say($"making an archive of {Size.Text(ArchiveBytes)}");
            var archive = await MakeAsync(folder);
            say($"{Size.Text(new FileInfo(archive).Length)}");
            var ours = new List<MeasuredProcess>();
            var theirs = new List<MeasuredProcess>();
            for (var round = 1; round <= Rounds; round++)
            {
                theirs.Add(await MeasuredProcess.RunAsync(new ProcessStartInfo("llvm-nm", [archive])));
                ours.Add(await MeasuredProcess.RunAsync(new ProcessStartInfo("dotnet", [typeof(ArchiveBenchmark).Assembly.Location, Read, archive])));
                say($"round {round}: ours {ours[^1].Elapsed.TotalSeconds:0.00} s, {Size.Text(ours[^1].Peak)}; llvm-nm {theirs[^1].Elapsed.TotalSeconds:0.00} s, {Size.Text(theirs[^1].Peak)}");
            }

            var (our, their, peak) = (Median(ours), Median(theirs), ours.Max(run => run.Peak));
            return
            [
                new BenchmarkRow($"read an archive of {Size.Text(ArchiveBytes)}, against llvm-nm", $"{our:0.00} s", $"{their:0.00} s", our / their, 1),
                new BenchmarkRow("read an archive, peak memory, against its limit", Size.Text(peak), Size.Text(PeakLimit), (double)peak / PeakLimit, 1),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Members with functions and debugging data, as large as those of a Rust library with its dependencies, and with names of their own.</summary>
    private static async Task<string> MakeAsync(string folder)
    {
        const int Sources = 10;
        var objects = new List<string>();
        long size = 0;
        for (var source = 0; source < Sources; source++)
        {
            var file = Path.Combine(folder, $"s{source}.c");
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, Functions).Select(index =>
                $"struct t{index} {{ int a, b; struct t{index} *next; }}; int a_name_as_long_as_mangled_ones_are_{source:000}_{index:000}(struct t{index} *x) {{ return x->a + x->next->b * {index}; }}\n")));
            await new Command("clang", "-g", "-c", "-ffunction-sections", "-o", Path.ChangeExtension(file, ".o"), file).OutputAsync();
            // What most of such a library is: debugging data and bitcode.
            var blob = Path.Combine(folder, "blob");
            var bytes = new byte[120_000];
            new Random(source).NextBytes(bytes);
            await File.WriteAllBytesAsync(blob, bytes);
            await new Command("llvm-objcopy", $"--add-section=.debug_more={blob}", Path.ChangeExtension(file, ".o")).OutputAsync();
        }

        for (var copy = 0; size < ArchiveBytes; copy++)
        {
            var original = Path.Combine(folder, $"s{copy % Sources}.o");
            var path = Path.Combine(folder, $"member-with-a-name-of-its-own-{copy:00000}.o");
            await File.WriteAllBytesAsync(path, Renamed(await File.ReadAllBytesAsync(original), copy));
            objects.Add(path);
            size += new FileInfo(path).Length;
        }

        var list = Path.Combine(folder, "members.rsp");
        await File.WriteAllLinesAsync(list, objects);
        var archive = Path.Combine(folder, "large.a");
        await new Command("llvm-ar", "rcs", archive, $"@{list}").OutputAsync();
        foreach (var path in objects) File.Delete(path);
        return archive;
    }

    /// <summary>Gives the functions of an object names that no other member has, of the same length.</summary>
    private static byte[] Renamed(byte[] bytes, int copy)
    {
        var marker = "a_name_as_long"u8;
        var name = System.Text.Encoding.ASCII.GetBytes($"n{copy:00000}_as_long");
        for (var at = bytes.AsSpan().IndexOf(marker); at >= 0;)
        {
            name.AsSpan(0, marker.Length).CopyTo(bytes.AsSpan(at));
            var next = bytes.AsSpan(at).IndexOf(marker);
            at = next < 0 ? -1 : at + next;
        }

        return bytes;
    }

    private static double Median(List<MeasuredProcess> runs) => runs.Select(run => run.Elapsed.TotalSeconds).Order().ElementAt(runs.Count / 2);
}
