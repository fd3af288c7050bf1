using Testing.GitHub;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Tests.Releases.GitHub;

/// <summary>Who is sent the token. (That it is written nowhere is checked at the end of every test.)</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task The_token_goes_to_the_API_and_along_no_redirect()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        lab.Server.Repositories[0].Private = true;

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.All(lab.Server.Seen, seen => Assert.Equal(seen.Storage ? null : $"Bearer {Secret.Token}", seen.Authorization));
        Assert.All(
            lab.Server.Seen.Where(seen => !seen.Storage), seen => Assert.StartsWith("/api/v3/", seen.Path, StringComparison.Ordinal));
        Assert.All(lab.Server.Seen, seen => Assert.False(string.IsNullOrEmpty(seen.UserAgent)));
        Assert.NotEmpty(lab.Downloads);
    }

    [Fact]
    public async Task The_API_redirects_to_another_port_of_its_host_and_that_is_not_sent_the_token()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        var elsewhere = new UriBuilder(lab.Server.StorageRoot) { Host = "127.0.0.1" }.Uri;
        lab.Server.Fault = (seen, context) =>
        {
            if (seen.Storage) return Task.FromResult(false);
            context.Response.Redirect(new Uri(elsewhere, seen.Path).AbsoluteUri);
            return Task.FromResult(true);
        };

        await Assert.ThrowsAnyAsync<RuntimePacks.RuntimePacksException>(() => lab.FetchAsync());

        Assert.NotEmpty(lab.Downloads);
        Assert.All(lab.Downloads, seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task A_public_repository_needs_no_token_and_its_files_count_against_no_limit()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;

        await lab.FetchAsync(anonymous: true);

        await lab.HoldsAsync(asset);
        Assert.All(lab.Server.Seen, seen => Assert.Null(seen.Authorization));
        Assert.Contains(
            lab.Server.Seen, seen => seen.Path == $"/{GitHubLab.Repository}/releases/download/slim-bindings-v1.4.0/{GitHubLab.Linux}");
    }

    [Fact]
    public async Task A_private_repository_without_a_token_says_what_to_set()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Repositories[0].Private = true;

        await GitHubLab.RefusedAsync(() => lab.ListAsync("1.4.0", anonymous: true), "404", "GITHUB_TOKEN");
    }

    [Fact]
    public async Task A_token_that_GitHub_does_not_know_is_told()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        lab.Server.Fault = async (_, context) =>
        {
            await context.RefuseAsync(401, "Bad credentials");
            return true;
        };

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "401", "Bad credentials", "GITHUB_TOKEN");
    }

    [Fact]
    public async Task The_token_is_never_sent_unencrypted_over_a_network()
    {
        var e = await GitHubLab.RefusedAsync(
            () => Task.FromResult(GitHubToken.FromEnvironment(GitHubHost.Parse("http://github.example.com"))), "GITHUB_TOKEN", "https");
        Assert.DoesNotContain(Secret.Token, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_has_no_text() =>
        Assert.DoesNotContain(Secret.Token, $"{GitHubToken.FromEnvironment(GitHubHost.Public)}", StringComparison.Ordinal);
}
