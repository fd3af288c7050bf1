using Bench;
using Corpus;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;
using RuntimePacks.Tools;
using Spectre.Console;
using StaticLibraries;
using Testing;
using Repository = Bench.Repository;

switch (args)
{
    case [ArchiveBenchmark.Read, var archive]: return ArchiveBenchmark.ReadOnce(archive);
    case [SlimBenchmark.Pack, var packages, .. var archives]: return SlimBenchmark.PackAll(packages, archives);
    case [PassthroughBenchmark.Floor, var assets, var copies]: return PassthroughBenchmark.InflateHashAndCopy(assets, copies);
    case [ToolsBenchmark.Slim, var mode, var input, var output, var exports]: return ToolsBenchmark.SlimOnce(mode, input, output, exports);
    case [StageBenchmark.Floor, var asset]: return StageBenchmark.InflateTwice(asset);
}

Benchmark[] benchmarks =
[
    new FetchBenchmark(), new ArchiveBenchmark(), new StageBenchmark(), new ToolsBenchmark(), new SlimBenchmark(),
    new PackageBenchmark("packages", "release", "small", limit: 0.35, gnuLimit: 0.8),
    new PackageBenchmark("debug-packages", "debug", "small with debugging data", limit: 0.06, gnuLimit: 0.13),
    new PassthroughBenchmark(), new ConsumerBenchmark(), new WiringBenchmark(),
];

string? only = null;
for (var rest = args; rest.Length > 0; rest = rest[2..])
{
    switch (rest)
    {
        case ["--output", var folder, ..]: Repository.Output = folder; break;
        case ["--only", var name, ..]: only = name; break;
        default:
            Console.Error.WriteLine($"expected --output FOLDER and --only NAME; found {string.Join(' ', rest)}");
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

var log = new LineLog(Console.WriteLine);
var rows = new List<BenchmarkRow>();
try
{
    var libraries = string.Join(',', chosen.Select(benchmark => benchmark.Libraries).Distinct());
    await new CorpusBuild(Repository.Root, new Workspace(Repository.Output), libraries, log).BuildAsync();
    foreach (var benchmark in chosen)
    {
        await new Command("sync").OutputAsync(); // what the one before left to be written is not this one's
        rows.AddRange(await benchmark.RunAsync(log));
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
return rows.All(row => row.Ratio <= row.Limit) ? 0 : 1;
