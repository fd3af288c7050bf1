using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary>After Verify there need be no network.</summary>
public sealed class OfflineTests
{
    private const string Musl = "slim-bindings-x86_64-unknown-linux-musl.zip";

    [Theory]
    [InlineData("1.4.0")]
    [InlineData("latest")]
    public async Task Every_later_stage_works_when_the_server_is_gone(string wanted)
    {
        await using var lab = await GitHubLab.StartAsync();
        var functions = new Dictionary<string, int>
        {
            [
            "ffi_slim_bindings_uniffi_contract_version"] = 26,
            ["uniffi_slim_bindings_fn_func_f"] = 2
        };
        PublishedRepository.Attach(
            lab.Server.Add(GitHubLab.Repository).Publish("slim-bindings-v1.4.0"), Musl,
            await SmallLibrary.ZipAsync("x86_64-linux-musl", functions));
        var pipeline = new FetchProgram(lab);
        await pipeline.SucceedsAsync("Verify", "--release", wanted);
        var asked = lab.Server.Seen.Count;
        if (wanted != "latest")
        {
            await pipeline.SucceedsAsync("Slim", "--release", wanted);
            Assert.Equal(asked, lab.Server.Seen.Count); // not even asked while it is there
        }

        await lab.Server.DisposeAsync();

        var pack = await pipeline.SucceedsAsync("Pack", "--release", wanted);
        Assert.Contains("as the lock pins it", pack.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["Slim.Native.1.4.0.nupkg", "runtime.linux-musl-x64.Slim.Native.1.4.0.nupkg"],
            Directory.GetFiles(Path.Combine(pipeline.Output, "packages")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await pipeline.SucceedsAsync("Pack", "--release", wanted, "--locked");
        await pipeline.SucceedsAsync("Fetch", "--release", wanted);
    }

    [Fact]
    public async Task Without_the_server_and_the_asset_it_says_what_is_missing()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        await lab.Server.DisposeAsync();

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await new FetchProgram(lab).RefusesAsync(["127.0.0.1", "no connection", "given up"], "Fetch", "--release", "1.4.0");
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(10), "a network may come back: it is waited for with growing pauses");
    }
}
