using System.Diagnostics;
using Bench.Inputs;
using Testing.GitHub;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;

namespace Bench;

/// <summary>
/// The assets of large libraries from loopback: the program's Fetch, from its start to its end, against <c>curl -Z</c> of the same
/// assets and <c>sha256sum</c> after.
/// </summary>
internal sealed class FetchBenchmark : Benchmark
{
    private const int Rounds = 3;
    private const long PeakLimit = 150_000_000;

    public override string Name => "fetch";

    public override string Libraries => "large/*-debug";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var corpus = await CorpusRelease.MakeAsync("large", "debug", log);
        await using var server = await GitHubServer.StartAsync("none");
        var release = server.Add(corpus.Definition.Repositories[0]).Publish(corpus.Tag);
        foreach (var asset in corpus.Libraries.Select(corpus.AssetOf))
        {
            PublishedRepository.Attach(release, Path.GetFileName(asset), await File.ReadAllBytesAsync(asset));
        }

        var ours = new List<MeasuredProcess>();
        var theirs = new List<MeasuredProcess>();
        for (var round = 1; round <= Rounds; round++)
        {
            theirs.Add(await InFolderAsync(folder => MeasuredProcess.RunAsync(Curl(server, corpus, folder))));
            ours.Add(await InFolderAsync(folder => MeasuredProcess.RunAsync(Fetch(server, corpus, folder))));
            log.Say($"round {round}: ours {ours[^1]}; curl and sha256sum {theirs[^1].Elapsed.TotalSeconds:0.00} s");
        }

        var (our, their, peak) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(theirs), ours.Max(run => run.Peak));
        var bytes = release.Assets.Sum(asset => asset.Bytes.LongLength);
        return
        [
            new BenchmarkRow(
                $"fetch {release.Assets.Count} assets, {Size.Text(bytes)} in all, against curl -Z and sha256sum", $"{our:0.00} s",
                $"{their:0.00} s", our / their, 2),
            new BenchmarkRow("fetch, peak memory, against its limit", Size.Text(peak), Size.Text(PeakLimit), (double)peak / PeakLimit, 1),
        ];
    }

    private static ProcessStartInfo Fetch(GitHubServer server, CorpusRelease release, string folder)
    {
        var start = Repository.Build(
            "--target", "Fetch", "--release", CorpusRelease.Version, "--github-url", server.Web, "--definition", release.DefinitionFile,
            "--output", Path.Combine(folder, "output"));
        start.Environment[release.Definition.CacheVariable] = Path.Combine(folder, "cache");
        start.Environment.Remove("GITHUB_TOKEN");
        start.Environment.Remove("GH_TOKEN");
        return start;
    }

    private static ProcessStartInfo Curl(GitHubServer server, CorpusRelease release, string folder)
    {
        var downloads = $"{server.Web}/{release.Definition.Repositories[0]}/releases/download/{release.Tag}";
        string[] arguments =
        [
            "-c", "curl -Z --fail --silent --show-error --location --remote-name-all \"$@\" && sha256sum -- *.zip", "curl",
            .. release.Libraries.Select(library => $"{downloads}/{Path.GetFileName(release.AssetOf(library))}"),
        ];
        return new ProcessStartInfo("sh", arguments) { WorkingDirectory = folder };
    }

    private static async Task<MeasuredProcess> InFolderAsync(Func<string, Task<MeasuredProcess>> run)
    {
        var folder = Directory.CreateTempSubdirectory("bench-fetch-").FullName;
        try
        {
            return await run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
