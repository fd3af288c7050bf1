using System.Text.Json.Nodes;

namespace Pipeline.Tests.Packing;

/// <summary>Packages that are larger than a feed takes.</summary>
public sealed class FeedLimitTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_is_too_large_is_packed_and_the_library_is_named()
    {
        var definition = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.PathOf("packaging", "slim.json"), TestContext.Current.CancellationToken))!;
        definition["feedLimits"] = JsonNode.Parse("""[{ "feed": "a small feed", "limitMB": 1, "enforced": true }]""");
        var path = _folder["definition.json"];
        await File.WriteAllTextAsync(
            path, definition.ToJsonString().Replace("../samples", Repository.PathOf("samples"), StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        string[] arguments = [
            "--from", job.Sample, "--definition", path, "--rids", "linux-x64", "--target", "Pack", "--output", _folder["output"]];
        var refused = await BuildProgram.RunAsync([.. arguments, "--slim", "none"]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.All(
            ["runtime.linux-x64.Slim.Native", "a small feed takes 1 MB", "libslim_bindings_x86_64_linux_gnu.a", "--slim full"],
            words => Assert.Contains(words, refused.Error));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "output", "packages"), "runtime.*"));

        var slimmed = await BuildProgram.SucceedsAsync(arguments);
    }

    [Fact]
    public async Task The_report_shows_each_package_against_the_limits()
    {
        Assert.Equal(
            [250, 500], job.Report.GetProperty("feedLimits").EnumerateArray().Select(limit => limit.GetProperty("limitMB").GetInt32()));
        Assert.Contains(
            "% of 250 MB",
            await File.ReadAllTextAsync(Path.Combine(job.Output, "report", "report.md"), TestContext.Current.CancellationToken));
    }
}
