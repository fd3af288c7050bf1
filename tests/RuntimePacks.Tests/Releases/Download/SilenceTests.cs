using System.Diagnostics;
using Testing.GitHub;
using RuntimePacks.Network;

namespace RuntimePacks.Tests.Releases.Download;

/// <summary>Faults: nothing comes, for a while or for good.</summary>
public sealed class SilenceTests
{
    private static readonly Patience Quick =
        new()
        {
            FirstDelay = TimeSpan.FromMilliseconds(5),
            LongestDelay = TimeSpan.FromMilliseconds(50),
            IdleLimit = TimeSpan.FromSeconds(1.5),
            LongestWait = TimeSpan.FromSeconds(5),
        };

    [Fact]
    public async Task The_download_stalls_half_way_and_is_taken_up_again()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync(patience: Quick);
        await using var _ = lab;
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) > 1) return false;
            await download.SendUpToAsync(asset.Bytes.Length / 2);
            await StallAsync(download.Context.RequestAborted);
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Contains(lab.Said, line => line.Contains("silent for 1.5 s", StringComparison.Ordinal));
        Assert.Equal($"bytes={asset.Bytes.Length / 2}-", lab.Downloads.Last().Range);
    }

    [Fact]
    public async Task A_slow_download_that_never_stops_is_not_given_up()
    {
        // A pause of any other program's making must not look like silence.
        var patience = Quick with { IdleLimit = TimeSpan.FromSeconds(4) };
        var (lab, asset) = await GitHubLab.WithOneAssetAsync(patience: patience);
        await using var _ = lab;
        lab.Server.DownloadFault = async download =>
        {
            download.Context.Response.ContentLength = asset.Bytes.Length;
            for (var tenth = 0; tenth < 10; tenth++)
            {
                await download.Context.Response.Body.WriteAsync(
                    asset.Bytes.AsMemory()[(asset.Bytes.Length * tenth / 10)..(asset.Bytes.Length * (tenth + 1) / 10)]);
                await download.Context.Response.Body.FlushAsync();
                await Task.Delay(patience.IdleLimit / 8);
            }

            return true;
        };

        var clock = Stopwatch.StartNew();
        await lab.FetchAsync();

        Assert.True(clock.Elapsed > patience.IdleLimit);
        await lab.HoldsAsync(asset);
        Assert.Single(lab.Downloads);
    }

    [Theory]
    [InlineData("/releases/tags/")]
    [InlineData("/releases/assets/")]
    public async Task The_server_accepts_a_request_and_never_answers_it(string path)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync(patience: Quick);
        await using var _ = lab;
        var faults = 0;
        lab.Server.Fault = async (seen, context) =>
        {
            if (!seen.Path.Contains(path, StringComparison.Ordinal) || Interlocked.Increment(ref faults) > 1) return false;
            await StallAsync(context.RequestAborted);
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync(patience: Quick);
        await using var __ = lab;
        await lab.Server.DisposeAsync();

        var e = await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "127.0.0.1", "no connection", "given up after 6 attempts");
        Assert.IsType<OutOfReachException>(e);
    }

    private static async Task StallAsync(CancellationToken aborted)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(20), aborted);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
