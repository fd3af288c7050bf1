using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary>What a user sees of it, and what they can get wrong.</summary>
public sealed class FetchProgramTests
{
    [Fact]
    public async Task A_log_has_a_line_per_start_and_end()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var pipeline = new FetchProgram(lab);

        var run = await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--verbosity", "diagnostic");

        Assert.Contains($"fetching {asset.Name}, 1.0 MB\n", run.Output, StringComparison.Ordinal);
        Assert.Matches($"fetched {asset.Name}, 1\\.0 MB in [0-9]+\\.[0-9] s\n", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);

        var again = await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0");
        Assert.Contains($"{asset.Name} is in the cache\n", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_used()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var pipeline = new FetchProgram(lab);
        pipeline.Environment["GITHUB_TOKEN"] = null;
        pipeline.Environment["GH_TOKEN"] = null;
        pipeline.Environment["http_proxy"] = lab.Server.Web;
        pipeline.Environment["no_proxy"] = "localhost";

        var run = await pipeline.RunPlainAsync(
            "--target", "Fetch", "--release", "1.4.0", "--github-url", "http://github.invalid", "--output", pipeline.Output);

        run.Succeeded();
        await lab.HoldsAsync(asset);
        Assert.Contains(lab.Server.Seen, seen => seen.Host == "github.invalid");
    }

    [Fact]
    public async Task Another_repository_takes_the_place_of_the_definitions()
    {
        await using var lab = await GitHubLab.StartAsync();
        PublishedRepository.Attach(lab.Server.Add("somebody/fork").Publish("slim-bindings-v1.4.0"), GitHubLab.Linux, [1, 2, 3]);

        var run = await new FetchProgram(lab).SucceedsAsync(
            "Resolve", "--from", "github", "--release", "1.4.0", "--repository", "somebody/fork");

        Assert.Contains("somebody/fork slim-bindings-v1.4.0, 1 assets, commit ", run.Output, StringComparison.Ordinal);
        Assert.Empty(lab.Downloads);
    }

    [Theory]
    [InlineData("--from github needs --release", "--from", "github")]
    [InlineData("--repository takes owner/name", "--release", "1.4.0", "--repository", "slim")]
    [InlineData("--github-url takes the address", "--release", "1.4.0", "--github-url=nowhere")]
    [InlineData("--locked and --update-lock exclude each other", "--release", "1.4.0", "--locked", "--update-lock")]
    [InlineData("--prerelease takes no value", "--release", "latest", "--prerelease=beta")]
    [InlineData("there is no option --locks: did you mean --lock", "--release", "1.4.0", "--locks")]
    [InlineData("--lock needs a value", "--release", "1.4.0", "--lock")]
    [InlineData("win-riscv", "--release", "1.4.0", "--rids", "win-riscv")]
    public async Task A_mistake_on_the_command_line_is_named(string words, params string[] arguments)
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        var pipeline = new FetchProgram(lab);
        string[] github = arguments.Any(argument => argument.StartsWith("--github-url", StringComparison.Ordinal))
            ? []
            : ["--github-url", lab.Server.Web];

        var run = await pipeline.RunPlainAsync(["--target", "Fetch", "--output", pipeline.Output, .. github, .. arguments]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Empty(lab.Downloads);
    }
}
