using System.Diagnostics;
using Bench.Inputs;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;

namespace Bench;

/// <summary>
/// What a consumer waits for and gets: restore and publish with the package that holds the library slimmed, and as it was built.
/// </summary>
internal sealed class ConsumerBenchmark : Benchmark
{
    private const int Rounds = 3;
    private const string Project = "App";
    private const string Rid = "linux-x64";

    private readonly List<string> _packages = [];

    public override string Name => "consumer";

    public override string Libraries => $"large/{CorpusRelease.LinuxX64}-debug";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var release = await CorpusRelease.MakeAsync("large", "debug", log, CorpusRelease.LinuxX64);
        var (slimmed, asBuilt) = (new List<Consumed>(), new List<Consumed>());
        var feeds = new Dictionary<string, string>();
        foreach (var mode in new[] { "none", "full" })
        {
            var output = Repository.EmptyFolder($"consumer-{mode}");
            await release.BuildAsync("Pack", output, "--slim", mode);
            feeds[mode] = Path.Combine(output, "packages");
        }

        _packages.AddRange(
            Directory.EnumerateFiles(feeds["full"]).Select(
                path => Path.GetFileName(path)[..^$".{CorpusRelease.Version}.nupkg".Length].ToLowerInvariant()));
        await ConsumeAsync(feeds["full"]); // what all consumers need is in the packages folder from now on
        for (var round = 1; round <= Rounds; round++)
        {
            asBuilt.Add(await ConsumeAsync(feeds["none"]));
            slimmed.Add(await ConsumeAsync(feeds["full"]));
            var (ours, theirs) = (slimmed[^1], asBuilt[^1]);
            log.Say(
                $"round {round}: restore {ours.Restore:0.0} s, as built {theirs.Restore:0.0} s; "
                + $"publish {ours.Publish:0.0} s, as built {theirs.Publish:0.0} s");
        }

        return
        [
            Row("restore", consumed => consumed.Restore, 1),
            Row("publish", consumed => consumed.Publish, 1),
            Sized("bytes fetched", consumed => consumed.Fetched, 0.1),
            Sized("executable", consumed => consumed.Executable, 1.01),
        ];

        BenchmarkRow Row(string what, Func<Consumed, double> of, double limit)
        {
            var (our, their) = (Median(slimmed, of), Median(asBuilt, of));
            return new BenchmarkRow(Named(what), $"{our:0.0} s", $"{their:0.0} s", our / their, limit);
        }

        BenchmarkRow Sized(string what, Func<Consumed, long> of, double limit) =>
            new(Named(what), Size.Text(of(slimmed[0])), Size.Text(of(asBuilt[0])), (double)of(slimmed[0]) / of(asBuilt[0]), limit);
    }

    private static string Named(string what) => $"a consumer's {what} for {Rid}, library slimmed, against as built";

    private static double Median(List<Consumed> runs, Func<Consumed, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);

    /// <summary>Restores and publishes a new project with packages that were never unpacked before.</summary>
    private async Task<Consumed> ConsumeAsync(string feed)
    {
        var cache = Path.Combine(Repository.Scratch, "consumer-packages");
        foreach (var package in _packages.Select(id => Path.Combine(cache, id)).Where(Directory.Exists))
        {
            Directory.Delete(package, recursive: true);
        }

        var consumer = new Consumer(Repository.EmptyFolder("consumer"), feed, cache);
        consumer.Copy(Project, Path.Combine(Repository.Root, "samples", "corpus", Project));
        var restore = await consumer.DotnetAsync(Project, "restore", "-r", Rid);
        var fetched = _packages.SelectMany(
            id => Directory.EnumerateFiles(
                Path.Combine(cache, id), "*.nupkg", SearchOption.AllDirectories)).Sum(path => new FileInfo(path).Length);
        var published = Path.Combine(consumer[Project], "published");
        var publish = await consumer.DotnetAsync(Project, "publish", "--no-restore", "-r", Rid, "-o", published);
        var executable = Path.Combine(published, Project);
        await MeasuredProcess.RunAsync(new ProcessStartInfo(executable));
        return new Consumed(restore.Elapsed.TotalSeconds, publish.Elapsed.TotalSeconds, fetched, new FileInfo(executable).Length);
    }

    /// <param name="Restore">In seconds.</param>
    /// <param name="Publish">In seconds.</param>
    /// <param name="Fetched">In bytes: our packages alone.</param>
    /// <param name="Executable">In bytes.</param>
    private sealed record Consumed(double Restore, double Publish, long Fetched, long Executable);
}
