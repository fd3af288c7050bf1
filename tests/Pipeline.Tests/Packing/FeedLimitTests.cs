using System.Text.Json.Nodes;

namespace Pipeline.Tests.Packages;

/// <summary>Packages that are larger than a feed takes.</summary>
public sealed class FeedLimitTests(MainJob job) : IDisposable
{
    private readonly string _folder = Repository.NewFolder("limits");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_that_is_too_large_is_packed_and_the_library_is_named()
    {
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "packaging", "slim.json"), TestContext.Current.CancellationToken))!;
        definition["feedLimits"] = JsonNode.Parse("""[{ "feed": "a small feed", "limitMB": 1, "enforced": true }]""");
        var path = Path.Combine(_folder, "definition.json");
        await File.WriteAllTextAsync(path, definition.ToJsonString(), TestContext.Current.CancellationToken);

        string[] arguments = ["--from", job.Sample, "--definition", path, "--rids", "linux-x64", "--target", "Pack", "--output", Path.Combine(_folder, "output")];
        var refused = await Repository.BuildAsync([.. arguments, "--slim", "none"]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.All(["runtime.linux-x64.Slim.Native", "a small feed takes 1 MB", "libslim_bindings_x86_64_linux_gnu.a", "--slim full"], words => Assert.Contains(words, refused.Error));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "output", "packages"), "runtime.*"));

        var slimmed = await Repository.BuildAsync(arguments);
        Assert.True(slimmed.ExitCode == 0, slimmed.Output + slimmed.Error);
    }

    [Fact]
    public async Task The_report_shows_each_package_against_the_limits()
    {
        Assert.Equal([250, 500], job.Report.GetProperty("feedLimits").EnumerateArray().Select(limit => limit.GetProperty("limitMB").GetInt32()));
        Assert.Contains("% of 250 MB", await File.ReadAllTextAsync(Path.Combine(job.Output, "report", "report.md"), TestContext.Current.CancellationToken));
    }
}
