using Testing.GitHub;

namespace RuntimePacks.Tests.Releases.Download;

/// <summary>Faults: the file changes while it is downloaded, or what an earlier run left is no good.</summary>
public sealed class RangeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_ETag_changes_between_two_ranges_and_the_new_file_comes_whole(bool ignoresIfRange)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        asset.Digest = null; // with a digest the new file would be refused
        var after = Noise.Bytes(asset.Bytes.Length, seed: 3);
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            switch (Interlocked.Increment(ref faults))
            {
                case 1:
                    await download.SendUpToAsync(asset.Bytes.Length / 2);
                    await Task.Delay(300);
                    (asset.Bytes, asset.ETag) = (after, "\"another\"");
                    await download.Context.ResetAsync();
                    return true;
                case 2 when ignoresIfRange:
                    download.Context.Response.StatusCode = 206;
                    download.Context.Response.Headers.ContentRange = $"bytes {after.Length / 2}-{after.Length - 1}/{after.Length}";
                    await (download with { From = after.Length / 2 }).SendUpToAsync(after.Length);
                    return true;
                default:
                    return false;
            }
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
    }

    [Fact]
    public async Task A_range_that_begins_elsewhere_is_not_appended()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        asset.Digest = null; // nothing but the range itself tells
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) == 1)
            {
                await download.SendUpToAsync(asset.Bytes.Length / 2);
                await Task.Delay(300);
                await download.Context.ResetAsync();
                return true;
            }

            if (faults > 2) return false;
            download.Context.Response.Headers.ContentRange = $"bytes 10-{asset.Bytes.Length - 1}/{asset.Bytes.Length}";
            await download.Context.Response.Body.WriteAsync(asset.Bytes.AsMemory(10, asset.Bytes.Length / 2));
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_damaged_and_the_file_comes_whole()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        await LeaveAsync(lab, Noise.Bytes(500_000, seed: 4), asset.ETag!);

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal(["bytes=500000-", null], lab.Downloads.Select(seen => seen.Range));
        Assert.Contains(lab.Said, line => line.Contains("another digest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1_000_003, "whole")]
    [InlineData(1_000_004, "longer")]
    [InlineData(0, "empty")]
    public async Task What_an_earlier_run_left_is_of_an_odd_length(int length, string what)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        await LeaveAsync(lab, what == "whole" ? asset.Bytes : Noise.Bytes(length), asset.ETag!);

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal(what == "whole" ? 0 : 1, lab.Downloads.Count());
    }

    /// <summary>What a run that was killed leaves behind.</summary>
    private static async Task LeaveAsync(GitHubLab lab, byte[] bytes, string etag)
    {
        var partial = Directory.CreateDirectory(Path.Combine(lab.CacheFolder, "partial")).FullName;
        var key = (await lab.ListAsync("1.4.0")).Assets[0].Sha256!;
        await File.WriteAllBytesAsync(Path.Combine(partial, key), bytes);
        await File.WriteAllTextAsync(Path.Combine(partial, key + ".etag"), etag);
    }
}
