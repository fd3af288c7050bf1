using Bench;
using Bench.Inputs;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using Spectre.Console;
using StaticLibraries;
using Testing;
using Repository = Bench.Repository;

switch (args)
{
    case [ArchiveBenchmark.Read, var archive]: return ArchiveBenchmark.ReadOnce(archive);
    case [SlimBenchmark.Pack, var archives, var packages]: return SlimBenchmark.PackAll(archives, packages);
    case [PassthroughBenchmark.Floor, var assets, var copies]: return PassthroughBenchmark.InflateHashAndCopy(assets, copies);
}

Benchmark[] benchmarks = [
    new FetchBenchmark(), new ArchiveBenchmark(), new SlimBenchmark(), new PassthroughBenchmark(), new ConsumerBenchmark(),
    new WiringBenchmark()];

string? only = null;
for (var rest = args; rest.Length > 0; rest = rest[2..])
{
    switch (rest)
    {
        case ["--output", var folder, ..]: Repository.Output = folder; break;
        case ["--only", var name, ..]: only = name; break;
        case ["--size", var size, ..] when int.TryParse(size, out var megabytes)
            && megabytes is > 0 and <= LargeRelease.MostMegabytes:
            LargeRelease.Megabytes = megabytes; break;
        default:
            Console.Error.WriteLine(
                $"expected --output FOLDER, --size MB up to {LargeRelease.MostMegabytes}, --only and one of {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}; found {string.Join(' ', rest)}");
            return 2;
    }
}

var chosen = benchmarks.Where(benchmark => only is null || benchmark.Name == only).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine(
        $"there is no benchmark {only}; there are: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}");
    return 2;
}

var rows = new List<BenchmarkRow>();
try
{
    foreach (var benchmark in chosen)
    {
        await new Command("sync").OutputAsync(); // what the one before left to be written is not this one's
        rows.AddRange(await benchmark.RunAsync(new LineLog(Console.WriteLine)));
    }
}
catch (InputException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
var table = new Table { Border = TableBorder.Simple };
foreach (var column in (string[])["name", "ours", "theirs", "ratio", "limit"]) table.AddColumn(column);
foreach (var row in rows)
{
    table.AddRow(
        row.Name, row.Ours, row.Theirs, $"{row.Ratio:0.00}", row.Ratio <= row.Limit ? $"{row.Limit:0.00}" : $"{row.Limit:0.00} EXCEEDED");
}

AnsiConsole.Write(table);
var chart = Path.Combine(Repository.Scratch, "chart.svg");
await AtomicFile.WriteTextAsync(chart, Chart.Svg(rows));
Console.WriteLine($"the ratios as a chart: {chart}");
var limitsHold = LargeRelease.Megabytes == LargeRelease.UsualMegabytes;
if (!limitsHold) Console.WriteLine($"the limits are for {LargeRelease.UsualMegabytes} MB, not for {LargeRelease.Megabytes}");
return !limitsHold || rows.All(row => row.Ratio <= row.Limit) ? 0 : 1;
