using System.Text.Json;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Distribution;
using RuntimePacks.Releases;

namespace Pipeline.Tests.Distribution;

/// <summary>The jobs that Matrix prints.</summary>
public sealed class MatrixTests
{
    private static readonly PackDefinition Definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    [Fact]
    public async Task It_prints_a_job_per_RID_of_the_definition_as_one_line_of_JSON_and_nothing_else()
    {
        var result = await BuildProgram.RunAsync("--target", "Matrix");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
        var jobs = JsonDocument.Parse(result.Output).RootElement.GetProperty("include").EnumerateArray().ToList();
        Assert.Equal(
            Definition.Platforms.Where(platform => platform.Rid is not null).Select(platform => platform.Rid),
            jobs.Select(job => job.GetProperty("rid").GetString()));
        Assert.All(jobs, job => Assert.NotEmpty(job.GetProperty("runner").GetString()!));
        Assert.Equal(
            ["linux-musl-x64", "linux-musl-arm64"],
            jobs.Where(job => job.TryGetProperty("container", out _)).Select(job => job.GetProperty("rid").GetString()));
    }

    [Fact]
    public void A_release_has_jobs_for_what_it_holds_alone_and_each_names_its_tag()
    {
        var release = new ListedRelease
        {
            Repository = "a/b",
            Tag = "slim-bindings-v1.4.0",
            Version = "1.4.0",
            Assets = [Asset("x86_64-apple-darwin"), Asset("x86_64-pc-windows-gnu"), Asset("x86_64-unknown-linux-gnu")],
        };
        var jobs = JobMatrix.Of(Definition, rids: null, release, missing: []).Include;
        Assert.Equal(
            [("linux-x64", "slim-bindings-v1.4.0"), ("osx-x64", "slim-bindings-v1.4.0")], jobs.Select(job => (job.Rid, job.Release)));

        static ListedAsset Asset(string target) => new(new AssetNames(Definition).Of(target), target, 1, null, null, DigestSource.GitHub);
    }

    [Fact]
    public void A_RID_without_a_runner_is_named()
    {
        var without = Definition with
        {
            Platforms = [
            .. Definition.Platforms.Select(platform => platform.Rid == "osx-x64" ? platform with { Runner = null } : platform)]
        };
        Assert.Contains(
            "no runner for osx-x64", Assert.Throws<RuntimePacksException>(() => JobMatrix.Of(without, rids: null, release: null, missing: [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_checked_and_not_packed_goes_with_the_RID_of_its_system()
    {
        Assert.True(new AssetSelection(Definition, new HashSet<string> { "win-x64" }).Includes("x86_64-pc-windows-gnu"));
        Assert.False(new AssetSelection(Definition, new HashSet<string> { "win-arm64", "linux-x64" }).Includes("x86_64-pc-windows-gnu"));
    }
}
