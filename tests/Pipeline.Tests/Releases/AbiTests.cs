using System.Text.Json;
using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary>
/// What Verify says of a release whose exports are not those of the release before it; which may change what, AbiGateTests says.
/// </summary>
public sealed class AbiTests
{
    private const string Kept =
        "uniffi_slim_bindings_fn_func_kept", New = "uniffi_slim_bindings_fn_func_new", Sum = "uniffi_slim_bindings_checksum_func_kept";

    /// <summary>What release 1.4.0 exports, as C.</summary>
    private static readonly Dictionary<string, int> s_old = new()
    {
        [
        "ffi_slim_bindings_uniffi_contract_version"] = 29,
        [Kept] = 1,
        ["uniffi_slim_bindings_fn_func_other"] = 1,
        [Sum] = 1000
    };

    [Theory]
    [InlineData("1.5.0", new[] { $"{Kept} is gone", "compiled against 1.4.0 (the lock)", "--allow-abi-break" }, "-" + Kept)]
    [InlineData("2.0.0", null, "-" + Kept, "ffi_slim_bindings_uniffi_contract_version=30")]
    [InlineData("1.5.0", null, "+" + New)]
    public async Task A_release_may_not_break_what_the_one_before_it_promised(string version, string[]? refused, params string[] changes)
    {
        await using var lab = await GitHubLab.StartAsync();
        var repository = lab.Server.Add(GitHubLab.Repository);
        await PublishAsync(repository, "1.4.0", s_old);
        await PublishAsync(repository, version, Changed(changes));
        var pipeline = new FetchProgram(lab);
        await pipeline.SucceedsAsync("Verify", "--release", "1.4.0");

        if (refused is null)
        {
            var run = await pipeline.SucceedsAsync("Verify", "--release", version);
            Assert.Contains("compared with 1.4.0 (the lock)", run.Output, StringComparison.Ordinal);
            Assert.All(
                changes.Where(change => change[0] == '+'),
                change => Assert.Contains($"added: {change[1..]}\n", run.Output, StringComparison.Ordinal));
            return;
        }

        await pipeline.RefusesAsync(refused, "Verify", "--release", version);
        var allowed = await pipeline.SucceedsAsync("Verify", "--release", version, "--allow-abi-break");
        Assert.Contains("allowed: --allow-abi-break", allowed.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\"allowedBecause\": \"--allow-abi-break\"",
            await File.ReadAllTextAsync(Path.Combine(pipeline.Output, "stages", "abi.json"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_keeps_what_each_release_exports_and_compares_with_the_right_one()
    {
        await using var lab = await GitHubLab.StartAsync();
        var repository = lab.Server.Add(GitHubLab.Repository);
        var pipeline = new FetchProgram(lab);
        foreach (
            var (version, changes) in new (string, string[])[] { ("1.4.0", []), ("2.0.0-rc.1", ["-" + Kept]), ("2.0.0-rc.2", ["-" + Sum]), ("2.0.0", ["-" + Kept]), ("1.4.1", []) })
        {
            await PublishAsync(repository, version, Changed(changes));
            await pipeline.SucceedsAsync("Verify", "--release", version);
            await pipeline.SucceedsAsync("Verify", "--release", version, "--locked");
        }

        var pinned = JsonDocument.Parse(await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(
            ["2.0.0", "2.0.0-rc.2", "2.0.0-rc.1", "1.4.0"],
            pinned.GetProperty("earlier").EnumerateArray().Select(release => release.GetProperty("version").GetString()));
        Assert.Equal(s_old.Keys.Order(StringComparer.Ordinal), Exports(pinned));
        Assert.DoesNotContain(Kept, Exports(pinned.GetProperty("earlier")[0]));

        var again = await pipeline.SucceedsAsync("Verify", "--release", "2.0.0", "--update-lock");
        Assert.Contains("compared with 1.4.1 (the lock)", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_lock_it_compares_with_the_package_on_the_feed()
    {
        await using var lab = await GitHubLab.StartAsync();
        var repository = lab.Server.Add(GitHubLab.Repository);
        await PublishAsync(repository, "1.4.0", s_old);
        await PublishAsync(repository, "1.5.0", Changed("-" + Kept, Sum + "=1001"));
        var before = new FetchProgram(lab, "before");
        await before.SucceedsAsync("Pack", "--release", "1.4.0");
        await before.SucceedsAsync("Pack", "--release", "1.4.0", "--package-version", "1.4.0.1");
        var feed = Path.Combine(before.Output, "packages");
        var pipeline = new FetchProgram(lab);

        var same = await pipeline.SucceedsAsync("Verify", "--release", "1.4.0", "--feed", feed);
        Assert.Contains("no release before 1.4.0 is known", same.Output, StringComparison.Ordinal);
        File.Delete(pipeline.LockPath);
        await pipeline.RefusesAsync(
            [$"{Kept} is gone", $"{Sum} was 1000 and is 1001", $"compiled against 1.4.0.1 ({feed})"], "Verify", "--release", "1.5.0",
            "--feed", feed);
        Assert.Empty(Directory.GetDirectories(Path.Combine(pipeline.Output, "stages")));

        foreach (var runtime in Directory.GetFiles(feed, "runtime.*.nupkg")) File.Delete(runtime);
        await pipeline.RefusesAsync(
            [$"{feed} has Slim.Native 1.4.0.1, and none of its runtime packages"], "Verify", "--release", "1.5.0", "--feed", feed);
    }

    private static IEnumerable<string> Exports(JsonElement release) =>
        release.GetProperty("abi").GetProperty("exports").EnumerateArray().Select(name => name.GetString()!);

    private static Dictionary<string, int> Changed(params string[] changes)
    {
        var functions = new Dictionary<string, int>(s_old);
        foreach (var change in changes)
        {
            if (change[0] == '-') functions.Remove(change[1..]);
            else if (change[0] == '+') functions.Add(change[1..], 1);
            else functions[change.Split('=')[0]] = int.Parse(change.Split('=')[1]);
        }

        return functions;
    }

    /// <summary>Publishes a release whose library has functions that return numbers.</summary>
    private static async Task PublishAsync(PublishedRepository repository, string version, Dictionary<string, int> functions)
    {
        var zip = await SmallLibrary.ZipAsync("x86_64-linux-gnu", functions);
        PublishedRepository.Attach(repository.Publish($"slim-bindings-v{version}"), GitHubLab.Linux, zip);
    }
}
