using RuntimePacks.Pipeline;
using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary>Faults: the program itself is killed, or runs twice.</summary>
public sealed class KilledFetchTests
{
    [Fact]
    public async Task Kill_9_in_the_middle_and_the_second_run_fetches_the_rest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill -9");
        var (lab, asset) = await GitHubLab.WithOneAssetAsync(4_000_000);
        await using var _ = lab;
        var pipeline = new FetchProgram(lab);
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) > 1) return false;
            await download.SendUpToAsync(3_000_000);
            await Task.Delay(TimeSpan.FromSeconds(25), download.Context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        using (var first = pipeline.Start("Fetch", "--release", "1.4.0"))
        {
            var partial = Path.Combine(lab.CacheFolder, "partial", asset.Digest!["sha256:".Length..]);
            while (!(File.Exists(partial) && new FileInfo(partial).Length == 3_000_000))
            {
                Assert.False(first.HasExited);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            first.Kill(); // SIGKILL: build.sh has become the program by exec
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(128 + 9, first.ExitCode);
        }

        lab.HoldsNothing();
        Assert.Null(new Workspace(pipeline.Output).Fetched.Earlier());

        var second = await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0");

        await lab.HoldsAsync(asset);
        Assert.Equal([null, "bytes=3000000-"], lab.Downloads.Select(seen => seen.Range));
        Assert.Contains($"resuming {asset.Name} at 3.0 MB of 4.0 MB", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_at_once_into_one_cache()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var pipelines = new[] { new FetchProgram(lab, "output0"), new FetchProgram(lab, "output1") };
        lab.Server.DownloadFault = async _ =>
        {
            await Task.Delay(500);
            return false;
        };

        await Task.WhenAll(pipelines.Select(pipeline => pipeline.SucceedsAsync("Fetch", "--release", "1.4.0")));

        await lab.HoldsAsync(asset);
        Assert.Single(lab.Downloads);
    }
}
