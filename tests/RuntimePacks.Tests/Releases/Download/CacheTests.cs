using Testing.GitHub;
using RuntimePacks.Definition;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;

namespace RuntimePacks.Tests.Releases.Download;

/// <summary>The cache, which all releases and all runs share.</summary>
public sealed class CacheTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_asset_that_is_there_is_never_fetched_again_and_serves_every_release_that_has_it(bool digests)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var again = PublishedRepository.Attach(lab.Server.Repositories[0].Publish("slim-bindings-v1.4.1"), GitHubLab.Linux, asset.Bytes);
        if (!digests) asset.Digest = null;

        var first = await lab.FetchAsync();
        var sent = lab.Server.Seen.Count(seen => seen.IfNoneMatch is null && seen.Storage);
        var second = await lab.FetchAsync();
        await lab.FetchAsync(await lab.ListAsync("1.4.1"));

        await lab.HoldsAsync(again);
        Assert.Equal(first.Assets, second.Assets);
        Assert.Equal(digests ? DigestSource.GitHub : DigestSource.FirstDownload, first.Assets[0].DigestFrom);
        Assert.Equal(1, sent);
        if (digests) Assert.Single(lab.Downloads);
        else Assert.Equal([null, asset.ETag], lab.Downloads.Select(seen => seen.IfNoneMatch)); // answered with 304
    }

    [Fact]
    public async Task An_asset_without_a_digest_that_changed_in_its_place_is_noticed()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        asset.Digest = null;
        var first = await lab.FetchAsync();
        (asset.Bytes, asset.ETag) = (Noise.Bytes(asset.Bytes.Length, seed: 9), "\"changed\"");

        Assert.NotEqual(first.Assets[0].Sha256, (await lab.FetchAsync()).Assets[0].Sha256);
    }

    [Fact]
    public async Task Two_runs_at_once_into_one_cache_download_each_asset_once()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        lab.Server.DownloadFault = async download =>
        {
            await download.SendUpToAsync(asset.Bytes.Length / 2);
            begun.TrySetResult();
            await go.Task;
            await download.Context.Response.Body.WriteAsync(asset.Bytes.AsMemory(asset.Bytes.Length / 2));
            return true;
        };

        var first = lab.FetchAsync();
        await begun.Task;
        var second = lab.FetchAsync();
        for (var i = 0; i < 500 && !lab.Said.Any(line => line.Contains("waiting for another run", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        go.SetResult();
        await Task.WhenAll(first, second);

        await lab.HoldsAsync(asset);
        Assert.Single(lab.Downloads);
    }

    [Fact]
    public async Task Nine_assets_come_at_once_over_a_bounded_number_of_connections()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        var release = lab.Server.Repositories[0].Releases[0];
        foreach (var platform in lab.Definition.Platforms.Where(platform => new AssetNames(lab.Definition).Of(platform.Target) != GitHubLab.Linux))
        {
            PublishedRepository.Attach(
                release, new AssetNames(lab.Definition).Of(platform.Target), Noise.Bytes(50_000, platform.Target.Length + platform.Target[0]));
        }

        var (now, most) = (0, 0);
        lab.Server.DownloadFault = async _ =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            await Task.Delay(1000);
            Interlocked.Decrement(ref now);
            return false;
        };

        await lab.FetchAsync();

        Assert.Equal(9, lab.Downloads.Count());
        Assert.InRange(most, 3, 6);
    }

    [Fact]
    public void The_folder_is_the_variables_or_the_users()
    {
        var (xdg, own) = (Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), $"RELEASES_TESTS_{Guid.NewGuid():N}");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no XDG folders");
        Assert.Equal(
            Path.Combine(xdg ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "tests"),
            UserCache.Folder("tests", own));
        Environment.SetEnvironmentVariable(own, "/elsewhere");
        Assert.Equal("/elsewhere", UserCache.Folder("tests", own));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
