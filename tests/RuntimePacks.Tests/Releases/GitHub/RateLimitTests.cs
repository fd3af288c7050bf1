using System.Diagnostics;
using Testing.GitHub;
using RuntimePacks.Network;

namespace RuntimePacks.Tests.Releases.GitHub;

/// <summary>Faults: GitHub's rate limits.</summary>
public sealed class RateLimitTests
{
    private const string Primary =
        "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. "
        + "Check out the documentation for more details.)";
    private const string Secondary = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

    [Theory]
    [InlineData(403, "/releases/tags/")]
    [InlineData(429, "/releases/tags/")]
    [InlineData(403, "/releases/assets/")]
    public async Task The_limit_is_used_up_and_its_end_is_near(int status, string path)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var reset = DateTimeOffset.UtcNow.AddSeconds(2).ToUnixTimeSeconds();
        lab.Server.Fault = async (seen, context) =>
        {
            if (!seen.Path.Contains(path, StringComparison.Ordinal) || DateTimeOffset.UtcNow.ToUnixTimeSeconds() >= reset) return false;
            await context.RefuseAsync(
                status, Primary, ("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", $"{reset}"));
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Single(lab.Said, line => line.Contains("rate limit is used up; waiting", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task The_limit_is_used_up_and_its_end_is_far(int status)
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        var reset = DateTimeOffset.UtcNow.AddMinutes(42);
        lab.Server.Fault = async (_, context) =>
        {
            await context.RefuseAsync(
                status, Primary, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", $"{reset.ToUnixTimeSeconds()}"));
            return true;
        };

        var clock = Stopwatch.StartNew();
        var e = await GitHubLab.RefusedAsync(
            () => lab.FetchAsync(), "rate limit", $"{reset:yyyy-MM-dd HH:}", "UTC", "minutes", "GITHUB_TOKEN");
        Assert.IsType<OutOfReachException>(e);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "it is not waited for");
        Assert.Single(lab.Server.Seen);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_secondary_limit_says_when_to_come_back(int status)
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var clock = new Stopwatch();
        var waited = TimeSpan.Zero;
        lab.Server.Fault = async (seen, context) =>
        {
            if (!seen.Path.Contains("/releases/tags/", StringComparison.Ordinal)) return false;
            waited = clock.Elapsed;
            if (clock.IsRunning) return false;
            clock.Start();
            await context.RefuseAsync(status, Secondary, ("Retry-After", "1"));
            return true;
        };

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.True(waited >= TimeSpan.FromSeconds(0.99), $"{waited}");
    }

    [Fact]
    public async Task A_secondary_limit_that_does_not_say_when_is_waited_for_a_minute_and_reported_when_that_is_too_long()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Fault = async (_, context) =>
        {
            await context.RefuseAsync(403, Secondary);
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "rate limit", "1 minutes from now");
    }

    [Fact]
    public async Task A_403_that_is_no_limit_is_told_with_what_GitHub_says()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Fault = async (_, context) =>
        {
            await context.RefuseAsync(403, $"Resource not accessible by {Secret.Token}");
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "403", "Resource not accessible by ***", "permission");
        Assert.Single(lab.Server.Seen);
    }
}
