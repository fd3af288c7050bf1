using System.Diagnostics;
using Bench.Inputs;
using Testing.GitHub;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;

namespace Bench;

/// <summary>
/// Nine assets from loopback: the program's Fetch, from its start to its end, against <c>curl -Z</c> of the same nine
/// and <c>sha256sum</c> after.
/// </summary>
internal sealed class FetchBenchmark : Benchmark
{
    private const int Assets = 9;
    private const int Rounds = 3;
    private const long PeakLimit = 150_000_000;
    private const string UpstreamRepository = "agntcy/slim-bindings";
    private const string Tag = "slim-bindings-v1.4.0";

    private static readonly string[] Targets =
    [
        "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl",
        "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc", "x86_64-pc-windows-gnu",
    ];

    public override string Name => "fetch";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        log.Say($"making {Assets} assets of {Size.Text(LargeRelease.ArchiveBytes)}");
        await using var server = await GitHubServer.StartAsync("none");
        var release = server.Add(UpstreamRepository).Publish(Tag);
        for (var i = 0; i < Assets; i++)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)LargeRelease.ArchiveBytes);
            Random.Shared.NextBytes(bytes);
            PublishedRepository.Attach(release, $"slim-bindings-{Targets[i]}.zip", bytes);
        }

        var ours = new List<MeasuredProcess>();
        var theirs = new List<MeasuredProcess>();
        for (var round = 1; round <= Rounds; round++)
        {
            theirs.Add(await InFolderAsync(folder => MeasuredProcess.RunAsync(Curl(server, release, folder))));
            ours.Add(await InFolderAsync(folder => MeasuredProcess.RunAsync(Fetch(server, folder))));
            log.Say(
                $"round {round}: ours {ours[^1].Elapsed.TotalSeconds:0.00} s, {Size.Text(ours[^1].Peak)}; curl and sha256sum {theirs[^1].Elapsed.TotalSeconds:0.00} s");
        }

        var (our, their, peak) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(theirs), ours.Max(run => run.Peak));
        return
        [
            new BenchmarkRow(
                $"fetch {Assets} x {Size.Text(LargeRelease.ArchiveBytes)}, against curl -Z and sha256sum", $"{our:0.00} s",
                $"{their:0.00} s", our / their, 1.3),
            new BenchmarkRow("fetch, peak memory, against its limit", Size.Text(peak), Size.Text(PeakLimit), (double)peak / PeakLimit, 1),
        ];
    }

    private static ProcessStartInfo Fetch(GitHubServer server, string folder)
    {
        var start = Repository.Build(
            "--target", "Fetch", "--release", "1.4.0", "--github-url", server.Web, "--output", Path.Combine(folder, "output"));
        start.Environment["SLIM_NATIVE_CACHE"] = Path.Combine(folder, "cache");
        start.Environment.Remove("GITHUB_TOKEN");
        start.Environment.Remove("GH_TOKEN");
        return start;
    }

    private static ProcessStartInfo Curl(GitHubServer server, PublishedRelease release, string folder)
    {
        var start = new ProcessStartInfo("sh") { WorkingDirectory = folder };
        string[] arguments =
        [
            "-c", "curl -Z --fail --silent --show-error --location --remote-name-all \"$@\" && sha256sum -- *.zip", "curl",
            .. release.Assets.Select(asset => $"{server.Web}/{UpstreamRepository}/releases/download/{Tag}/{asset.Name}"),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
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
