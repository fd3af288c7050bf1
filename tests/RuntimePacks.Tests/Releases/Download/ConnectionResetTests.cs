using Testing.GitHub;

namespace RuntimePacks.Tests.Releases.Download;

/// <summary>Faults: the connection ends before the file does.</summary>
public sealed class ConnectionResetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task The_connection_is_reset_after_some_tenths_of_the_file(int tenths)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) > 1) return false;
            await download.SendUpToAsync(asset.Bytes.Length * tenths / 10);
            await Task.Delay(300); // what was sent must be read before the reset, which throws away what was not
            await download.Context.ResetAsync();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal(2, lab.Downloads.Count());
        if (tenths > 0)
        {
            Assert.Equal(
                (asset.ETag, $"bytes={asset.Bytes.Length * tenths / 10}-"), (lab.Downloads.Last().IfRange, lab.Downloads.Last().Range));
        }
    }

    [Fact]
    public async Task The_connection_is_reset_at_each_tenth_in_turn()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        lab.Server.DownloadFault = async download =>
        {
            var next = download.From + asset.Bytes.Length / 10;
            if (next >= asset.Bytes.Length) return false;
            await download.SendUpToAsync(next);
            await Task.Delay(300);
            await download.Context.ResetAsync();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.True(lab.Downloads.Count() > lab.Patience.Attempts, "each step brought something: failures must not add up");
    }

    [Fact]
    public async Task The_connection_is_reset_each_time_at_the_same_place()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.DownloadFault = async download =>
        {
            await download.Context.ResetAsync();
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), GitHubLab.Linux, "given up after 6 attempts", "run again");
        lab.HoldsNothing();
    }

    [Fact]
    public async Task The_server_does_no_ranges_and_the_file_comes_whole_again()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            download.Context.Response.StatusCode = 200;
            download.Context.Response.Headers.ContentRange = default;
            download.Context.Response.Headers.AcceptRanges = "none";
            var first = Interlocked.Increment(ref faults) == 1;
            await (download with { From = 0 }).SendUpToAsync(first ? asset.Bytes.Length / 2 : asset.Bytes.Length, asset.Bytes.Length);
            await Task.Delay(first ? 300 : 0);
            if (first) await download.Context.ResetAsync();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.NotNull(lab.Downloads.Last().Range);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task The_server_gives_no_strong_ETag_and_no_range_is_asked_for(string? etag)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        asset.ETag = etag;
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) > 1) return false;
            await download.SendUpToAsync(asset.Bytes.Length / 2);
            await Task.Delay(300);
            await download.Context.ResetAsync();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.All(lab.Downloads, seen => Assert.Null(seen.Range));
    }

    [Fact]
    public async Task The_connection_is_reset_in_the_middle_of_a_list_of_releases()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.Fault = async (seen, context) =>
        {
            if (!seen.Path.Contains("/assets", StringComparison.Ordinal) || Interlocked.Increment(ref faults) > 1) return false;
            context.Response.ContentLength = 1000;
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("[{\"id\":1"u8.ToArray());
            await context.ResetAsync();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
    }
}
