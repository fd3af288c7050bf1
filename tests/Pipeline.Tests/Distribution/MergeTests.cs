using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Distribution;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Distribution;

/// <summary>What Merge makes of the parts of the played matrix, and what it refuses.</summary>
public sealed partial class MergeTests(MainJob job, PlayedMatrix matrix) : IClassFixture<MainJob>, IClassFixture<PlayedMatrix>
{
    private const string LinuxAsset = "slim-bindings-x86_64-unknown-linux-gnu.zip";

    private static readonly string Definition = Repository.PathOf("packaging", "slim.json");

    [Fact]
    public async Task It_leaves_what_a_single_run_leaves_byte_for_byte()
    {
        using var temporary = new TemporaryFolder();
        var output = temporary.Path;
        await BuildProgram.SucceedsAsync("--target", "Merge", "--parts", matrix.Parts, "--output", output);

        Assert.Equal(Digests(job.Packages), Digests(Path.Combine(output, "packages")));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(job.Output, "sample.lock.json"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(Path.Combine(output, "sample.lock.json"), TestContext.Current.CancellationToken));
        foreach (var stage in (string[])["resolve", "verify", "abi", "slim", "pack", "smoke"])
        {
            Assert.Equal(Stage(job.Output, stage), Stage(output, stage));
        }

        var report = await BuildProgram.SucceedsAsync("--target", "Sign", "--target", "Report", "--exclusive", "--output", output);
        Assert.All(matrix.Rids, rid => Assert.Matches($@"(?m)^ +{rid} .* (MB|C, not Rust) ", report.Output));
        Assert.Contains("No package for x86_64-pc-windows-gnu: NativeAOT links with MSVC", report.Output, StringComparison.Ordinal);

        // Nothing has changed, so nothing is written again.
        var again = await BuildProgram.SucceedsAsync("--target", "Merge", "--parts", matrix.Parts, "--output", output);
        Assert.DoesNotContain("packed ", again.Output);
    }

    [Fact]
    public async Task A_job_that_was_killed_is_noticed_and_nothing_is_written()
    {
        Assert.False(File.Exists(Path.Combine(matrix.PartsOfTheKill, PlayedMatrix.Killed, "stages", "smoke.json")));
        using var temporary = new TemporaryFolder();
        var output = temporary.Path;
        var error = await RefusedAsync(matrix.PartsOfTheKill, output);
        Assert.Contains(
            $"the part {PlayedMatrix.Killed} has no record of Smoke that can be read: its job did not end", error, StringComparison.Ordinal);
        Assert.Equal(
            [".lock", ".made-by-build"], Directory.GetFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_part_of_another_definition_is_refused()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        var other = Path.Combine(folder, "other.json");
        var definition = (await File.ReadAllTextAsync(Definition, TestContext.Current.CancellationToken))
            .Replace("\"tags\": \"", "\"tags\": \"other ", StringComparison.Ordinal)
            .Replace("../samples", Repository.PathOf("samples"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(other, definition, TestContext.Current.CancellationToken);
        var error = await RefusedAsync(matrix.Parts, Path.Combine(folder, "output"), "--definition", other);
        Assert.Equal(
            [".lock", ".made-by-build"],
            Directory.GetFileSystemEntries(Path.Combine(folder, "output")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(
            "runtime.linux-x64.Slim.Native.0.0.1.nupkg is not what this checkout makes of the library in it", error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_keeps_what_the_lock_that_is_there_knows_and_takes_no_parts_of_another_release()
    {
        using var temporary = new TemporaryFolder();
        var output = temporary.Path;
        var path = Path.Combine(output, "sample.lock.json");
        await File.WriteAllTextAsync(
            path, """{ "repository": "agntcy/slim-bindings", "tag": "slim-bindings-v0.0.0", "version": "0.0.0", "assets": [] }""",
            TestContext.Current.CancellationToken);
        var error = await RefusedAsync(matrix.Parts, output, "--release", "0.0.2");
        Assert.Contains("holds parts of slim-bindings-v0.0.1, not of 0.0.2", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(output, "report")), "a merge that wrote nothing has nothing to report");

        await BuildProgram.SucceedsAsync("--target", "Merge", "--parts", matrix.Parts, "--output", output, "--release", "0.0.1");
        var written = JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("0.0.1", written.GetProperty("version").GetString());
        Assert.Equal("0.0.0", Assert.Single(written.GetProperty("earlier").EnumerateArray()).GetProperty("version").GetString());
    }

    /// <summary>What happens to a file of the part for win-arm64 ; what the refusal must say.</summary>
    [Theory]
    [InlineData(
        "", null, null, "no part is for win-arm64", "the release has slim-bindings-aarch64-pc-windows-msvc.zip",
        "--target Smoke --release slim-bindings-v0.0.1 --rids win-arm64")]
    [InlineData("stages/release.json", null, null, "the part win-arm64 has no record of Verify that can be read: its job did not end")]
    [InlineData("stages/slim.json", null, null, "the part win-arm64 has no record of Slim that can be read: its job did not end")]
    [InlineData(
        "stages/release.json", "slim-bindings-v0.0.1", "slim-bindings-v0.0.2",
        "disagree on the tag: slim-bindings-v0.0.1 in linux-arm64", "slim-bindings-v0.0.2 in win-arm64")]
    [InlineData(
        "stages/release.json", "agntcy/slim-bindings", "someone/else",
        "disagree on the repository: agntcy/slim-bindings in linux-arm64", "someone/else in win-arm64")]
    [InlineData("stages/release.json", "\"commit\": \"[0-9a-f]{4}", "\"commit\": \"ffff", "disagree on the tag's commit: ", "; ffff")]
    [InlineData(
        "stages/release.json", "\"assets\": \\[",
        "\"assets\": [ { \"name\": \"" + LinuxAsset + "\", \"target\": \"x86_64-unknown-linux-gnu\", \"size\": 1, \"sha256\": \"0123\" },",
        "disagree on the digest of " + LinuxAsset + ": sha256:", " in linux-x64; sha256:0123 in win-arm64")]
    [InlineData("stages/release.json", "\"sha256\": \"....", "\"sha256\": \"ffff", "the part win-arm64 holds what two runs left")]
    [InlineData(
        "stages/release.json", "\"earlier\": \\[",
        "\"earlier\": [ { \"repository\": \"a/b\", \"tag\": \"v1\", \"version\": \"1.0.0\", \"assets\": [] }",
        "disagree on the releases before it")]
    [InlineData(
        "stages/resolve.json", "slim-bindings-x86_64-apple-darwin.zip", "slim-bindings-x86_64-apple-ios.zip",
        "disagree on the release's files")]
    [InlineData(
        "stages/verify.json", "\"ffi_slim_bindings_uniffi_contract_version\",", "",
        "do not have the same exported ABI: ffi_slim_bindings_uniffi_contract_version is not in aarch64-pc-windows-msvc")]
    [InlineData(
        "stages/slim.json", "\"mode\": \"full\"", "\"mode\": \"strip\"", "disagree on --slim: full in linux-arm64", "strip in win-arm64")]
    [InlineData(
        "stages/pack.json", "\"version\": \"0.0.1\"", "\"version\": \"0.0.1.1\"",
        "disagree on the packages' version: 0.0.1 in linux-arm64", "0.0.1.1 in win-arm64")]
    [InlineData("stages/smoke.json", "win-arm64", "win-x64", "the part win-arm64 holds what two runs left")]
    [InlineData(
        "stages/smoke.json", "\"status\": \"linked\"", "\"status\": \"failed\"", "win-arm64", "nothing here runs a program for Windows on arm64")]
    [InlineData("packages/runtime.win-arm64.Slim.Native.0.0.1.nupkg", null, null, "runtime.win-arm64.Slim.Native.0.0.1.nupkg is not there")]
    [InlineData(
        "packages/runtime.win-arm64.Slim.Native.0.0.1.nupkg", "damaged", "",
        "runtime.win-arm64.Slim.Native.0.0.1.nupkg is damaged: expected sha256:", "found sha256:")]
    public async Task What_is_wrong_with_a_part_is_named(string file, string? pattern, string? replacement, params string[] said)
    {
        using var temporary = new TemporaryFolder();
        var parts = temporary.Path;
        foreach (var rid in matrix.Rids) PlayedMatrix.HandOn(Path.Combine(matrix.Parts, rid), Path.Combine(parts, rid));
        var path = Path.Combine(parts, "win-arm64", file);
        if (file == "") Directory.Delete(path, recursive: true);
        else if (pattern is null) File.Delete(path);
        else if (pattern == "damaged") await DamageAsync(path);
        else await File.WriteAllTextAsync(
            path, Regex.Replace(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), pattern, replacement!),
            TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => ReadAsync(parts));
        Assert.All(said, words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_RID_in_two_parts_is_refused_and_one_that_is_left_out_is_not_missed()
    {
        using var temporary = new TemporaryFolder();
        var parts = temporary.Path;
        PlayedMatrix.HandOn(Path.Combine(matrix.Parts, "win-x64"), Path.Combine(parts, "one"));
        await ReadAsync(parts, "win-x64");
        PlayedMatrix.HandOn(Path.Combine(matrix.Parts, "win-x64"), Path.Combine(parts, "two"));
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => ReadAsync(parts, "win-x64"));
        Assert.Contains("win-x64 is in two parts: one and two", error.Message, StringComparison.Ordinal);
    }

    private static Task ReadAsync(string parts, params string[] rids) =>
        new MergedParts(
            PackDefinition.Load(Definition), rids.Length > 0
                ? rids.ToHashSet()
                : null, Part.ReadAll(parts), "libraries", "slimmed").RequireUndamagedAsync(TestContext.Current.CancellationToken);

    private static async Task<string> RefusedAsync(string parts, string output, params string[] arguments)
    {
        var result = await BuildProgram.RunAsync(["--target", "Merge", "--parts", parts, "--output", output, .. arguments]);
        Assert.NotEqual(0, result.ExitCode);
        return Assert.Single(result.Error.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
    }

    private static async Task DamageAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }

    private static IEnumerable<string> Digests(string folder) =>
        Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(
            path => $"{Path.GetFileName(path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}");

    /// <summary>A stage's record; that of Smoke without its keys, since each job's program referenced the job's own Slim.Native.</summary>
    private static string Stage(string output, string stage)
    {
        var text = File.ReadAllText(Path.Combine(output, "stages", stage + ".json")).Replace(output, "OUTPUT", StringComparison.Ordinal);
        return stage == "smoke" ? Key().Replace(text, "") : text;
    }

    private static void Succeeds(CommandResult result) => result.Succeeded();

    [GeneratedRegex("\"key\": \"[0-9a-f]+\"")]
    private static partial Regex Key();
}
