using RuntimePacks.Tools;
using Testing.GitHub;

namespace Pipeline.Tests.Feeds;

/// <summary>A release that is still being uploaded: what the one before it had is waited for, and nothing of it is published.</summary>
public sealed class IncompleteReleaseTests : IDisposable
{
    private const string Linux = "x86_64-unknown-linux-gnu", Arm = "aarch64-unknown-linux-gnu";

    private readonly TemporaryFolder _folder = new();

    private string Feed => _folder["feed"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_refused_for_a_feed_and_for_a_mirror_until_it_is_whole_or_somebody_says_so()
    {
        Directory.CreateDirectory(Feed);
        await using var gitHub = await GitHubServer.StartAsync("none");
        var upstream = gitHub.Add("agntcy/slim-bindings");
        var before = upstream.Publish("slim-bindings-v1.4.0");
        foreach (var target in (string[])[Linux, Arm]) PublishedRepository.Attach(before, Name(target), await LibraryAsync(target));
        await RunAsync(gitHub, "Verify", "1.4.0");

        var release = upstream.Publish("slim-bindings-v1.5.0");
        PublishedRepository.Attach(release, Name(Linux), await LibraryAsync(Linux));
        var packed = await RunAsync(gitHub, "Pack", "1.5.0");
        Assert.Matches($"slim-bindings-v1.5.0, published [0-9]+ days ago, has no asset for {Arm}, and slim-bindings-v1.4.0 had", packed);
        await RunAsync(gitHub, "Sign", "1.5.0", "--exclusive");
        string[] words = [$"days ago, has no asset for {Arm}", "--rids linux-x64", "\"optional\": true"];
        await RefusedAsync(gitHub, words, "Push", "--feed", Feed);
        await RefusedAsync(gitHub, words, "Push", "--feed", Feed, "--what-if");
        await RefusedAsync(gitHub, words, "Mirror", "--bundle", _folder["mirror"]);
        Assert.Empty(Directory.GetFileSystemEntries(Feed));
        Assert.False(Directory.Exists(_folder["mirror"]));
        var plan = await RunAsync(gitHub, "Push", "1.5.0", "--exclusive", "--feed", Feed, "--what-if", "--rids", "linux-x64");
        Assert.Contains("Slim.Native", plan, StringComparison.Ordinal);

        PublishedRepository.Attach(release, Name(Arm), await LibraryAsync(Arm));
        await RunAsync(gitHub, "Pack", "1.5.0");
        await RunAsync(gitHub, "Sign", "1.5.0", "--exclusive");
        await RunAsync(gitHub, "Push", "1.5.0", "--exclusive", "--feed", Feed);
        Assert.Equal(3, Directory.GetFiles(Feed, "*.nupkg", SearchOption.AllDirectories).Length);
    }

    private static string Name(string target) => $"slim-bindings-{target}.zip";

    private static Task<byte[]> LibraryAsync(string target)
    {
        string[] functions = ["ffi_slim_bindings_uniffi_contract_version", "uniffi_slim_bindings_fn_func_add"];
        return SmallLibrary.ZipAsync(target, functions.ToDictionary(name => name, _ => 30));
    }

    private Dictionary<string, string?> Environment => new()
    {
        ["SLIM_NATIVE_CACHE"] = _folder["cache"],
        ["GITHUB_TOKEN"] = null,
        ["GH_TOKEN"] = null,
    };

    private string[] Arguments(GitHubServer gitHub, string target, string version) =>
    [
        "--target", target, "--release", version, "--lock", _folder["slim.lock.json"], "--github-url", gitHub.Web,
        "--output", _folder["output"],
    ];

    private async Task<string> RunAsync(GitHubServer gitHub, string target, string version, params string[] more)
    {
        var result = await BuildProgram.SucceedsAsync(Environment, [.. Arguments(gitHub, target, version), .. more]);
        return result.Output + result.Error;
    }

    private Task<CommandResult> RefusedAsync(GitHubServer gitHub, string[] words, string target, params string[] more) =>
        BuildProgram.RefusesAsync(words, Environment, [.. Arguments(gitHub, target, "1.5.0"), "--exclusive", .. more]);
}
