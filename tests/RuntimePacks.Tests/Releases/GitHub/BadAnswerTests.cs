using Testing.GitHub;
using Microsoft.AspNetCore.Http;

namespace RuntimePacks.Tests.Releases.GitHub;

/// <summary>Faults: the server answers, and not what it should.</summary>
public sealed class BadAnswerTests
{
    [Theory]
    [InlineData("/releases/tags/", 500)]
    [InlineData("/releases/assets/", 502)]
    [InlineData("/github-production-release-asset/", 500)]
    [InlineData("/github-production-release-asset/", 408)]
    public async Task A_server_error_three_times_and_then_the_answer(string path, int status)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.Fault = async (seen, context) =>
        {
            if (!seen.Path.Contains(path, StringComparison.Ordinal) || Interlocked.Increment(ref faults) > 3) return false;
            await context.RefuseAsync(status, "Server Error");
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal(3, lab.Said.Count(line => line.Contains($"answers {status}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_error_for_good()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Fault = async (seen, context) =>
        {
            if (seen.Storage) await context.RefuseAsync(503, "no");
            return seen.Storage;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), GitHubLab.Linux, "answers 503", "given up after 6 attempts");
        lab.HoldsNothing();
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(+100)]
    public async Task A_wrong_Content_Length_once(int more)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) > 1) return false;
            await download.SendUpToAsync(asset.Bytes.Length + Math.Min(more, 0), asset.Bytes.Length + more);
            if (more > 0) download.Context.Abort();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(+100)]
    public async Task A_wrong_Content_Length_for_good(int more)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        lab.Server.DownloadFault = async download =>
        {
            await download.SendUpToAsync(asset.Bytes.Length + Math.Min(more, 0), asset.Bytes.Length + more);
            if (more > 0) download.Context.Abort();
            return true;
        };

        await GitHubLab.RefusedAsync(
            () => lab.FetchAsync(), GitHubLab.Linux, $"announces {asset.Bytes.Length + more} bytes", $"lists {asset.Bytes.Length}");
        lab.HoldsNothing();
    }

    [Fact]
    public async Task A_truncated_body_with_200_and_no_length_once()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.DownloadFault = async download =>
        {
            if (Interlocked.Increment(ref faults) > 1) return false;
            await download.Context.Response.Body.WriteAsync(asset.Bytes.AsMemory(0, 400_000));
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal("bytes=400000-", lab.Downloads.Last().Range);
    }

    [Fact]
    public async Task A_truncated_body_with_200_and_no_length_for_good()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        lab.Server.DownloadFault = async download =>
        {
            download.Context.Response.StatusCode = 200;
            await download.Context.Response.Body.WriteAsync(asset.Bytes.AsMemory(0, 400_000));
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), GitHubLab.Linux, "ended early", $"400000 of {asset.Bytes.Length} bytes");
        lab.HoldsNothing();
    }

    [Fact]
    public async Task A_body_that_is_longer_than_the_release_lists()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        lab.Server.DownloadFault = async download =>
        {
            await download.Context.Response.Body.WriteAsync(asset.Bytes);
            await download.Context.Response.Body.WriteAsync(asset.Bytes);
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), GitHubLab.Linux, $"more than the {asset.Bytes.Length} bytes");
        lab.HoldsNothing();
    }

    [Fact]
    public async Task A_body_that_differs_from_the_digest()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        asset.Bytes = Noise.Bytes(asset.Bytes.Length, seed: 2);

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), GitHubLab.Linux, $"expected {asset.Digest}", "found sha256:");
        lab.HoldsNothing();
        Assert.Single(lab.Downloads);
    }

    [Fact]
    public async Task A_redirect_loop()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Fault = (seen, context) =>
        {
            if (
                !seen.Path.Contains("/releases/assets/", StringComparison.Ordinal)
                    && !seen.Path.StartsWith("/around", StringComparison.Ordinal))
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = seen.Path.StartsWith("/around?sig=1", StringComparison.Ordinal)
                ? "/around?sig=2"
                : "/around?sig=1";
            return Task.FromResult(true);
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "redirects in a circle", "/around");
        lab.HoldsNothing();
    }

    [Fact]
    public async Task A_signed_address_that_has_expired_is_asked_for_again()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.Fault = async (seen, context) =>
        {
            if (!seen.Storage || Interlocked.Increment(ref faults) > 2) return false;
            await context.RefuseExpiredAsync();
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal(3, lab.Downloads.Select(seen => seen.Path).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_asset_that_is_not_there(bool anonymous)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var listed = await lab.ListAsync("1.4.0");
        lab.Server.Repositories[0].Releases[0].Assets.Remove(asset);

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(listed, anonymous), GitHubLab.Linux, "slim-bindings-v1.4.0", "404");
        lab.HoldsNothing();
    }

    [Fact]
    public async Task A_page_of_HTML_where_JSON_should_be()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Fault = async (_, context) =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html>Please log in to the network</html>");
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.ListAsync("1.4.0"), "no JSON of GitHub's", "--github-url");
    }
}
