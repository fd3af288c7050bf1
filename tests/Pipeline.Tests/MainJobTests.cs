namespace Pipeline.Tests;

public sealed class MainJobTests(MainJob job) : IClassFixture<MainJob>
{
    [Fact]
    public void It_leaves_a_package_per_RID_and_the_one_that_picks_among_them()
    {
        var expected = MainJob.Ids.Select(id => $"{id}.{job.Version}.nupkg");
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), Directory.GetFiles(job.Packages).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_ends_with_a_table_that_has_a_line_per_RID_and_no_control_characters()
    {
        Assert.All(MainJob.Rids, rid => Assert.Matches($@"(?m)^ +{rid} .* (MB|C, not Rust) ", job.Result.Output));
        Assert.DoesNotContain('\u001b', job.Result.Output);
    }

    [Fact]
    public void Its_table_fits_80_columns()
    {
        var table = job.Result.Output.Split('\n').Where(
            line => MainJob.Rids.Any(rid => line.TrimStart().StartsWith(rid + " ", StringComparison.Ordinal))).ToList();
        Assert.Equal(MainJob.Rids.Count, table.Count);
        Assert.All(table, line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public void It_leaves_the_report_in_three_forms_and_says_where_it_is()
    {
        var folder = Path.Combine(job.Output, "report");
        Assert.Equal(
            ["index.html", "report.json", "report.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(Path.Combine(folder, "index.html"), job.Result.Output);
        Assert.Equal(
            ["Sample", "Resolve", "Fetch", "Verify", "Slim", "Pack", "Smoke", "Sign"],
            job.Report.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("stage").GetString()));
    }

    [Fact]
    public void The_report_says_what_was_run_and_why_the_rest_was_not()
    {
        foreach (var platform in job.Report.GetProperty("platforms").EnumerateArray())
        {
            var (rid, smoke) = (platform.GetProperty("rid").GetString(), platform.GetProperty("smoke"));
            var status = smoke.GetProperty("status").GetString();
            // wine is large: the job uses it where it is, and does not install it.
            string[] expected = rid switch
            {
                "linux-x64" or "linux-musl-x64" => ["ran"],
                "linux-arm64" or "linux-musl-arm64" => ["ranUnderQemu"],
                "win-x64" => ["ranUnderWine", "linked"],
                _ => ["linked"],
            };
            Assert.Contains(status, expected);
            Assert.Equal(
                rid is "linux-x64" or "linux-arm64" ? "cSharp" : "c", smoke.GetProperty("language").GetString());
            if (status == "linked") Assert.Contains("stand", smoke.GetProperty("reason").GetString());
            else Assert.True(smoke.GetProperty("checks").GetInt32() > 30);
            var isRunWithoutAot = smoke.TryGetProperty("checksWithoutAot", out var without);
            Assert.Equal(rid == "linux-x64", isRunWithoutAot);
            Assert.Equal(
                rid is "linux-x64" or "linux-arm64" ? "Tally.Native" : null,
                smoke.TryGetProperty("beside", out var beside) ? beside.GetString() : null);
            if (isRunWithoutAot) Assert.Equal(smoke.GetProperty("checks").GetInt32(), without.GetInt32());
        }

        var gnu = Assert.Single(job.Report.GetProperty("notPacked").EnumerateArray());
        Assert.Equal("x86_64-pc-windows-gnu", gnu.GetProperty("target").GetString());
        Assert.Contains("MSVC", gnu.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_second_run_with_nothing_changed_publishes_and_packs_nothing()
    {
        var times = Directory.GetFiles(job.Packages).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        using var alone = await MainJob.AloneAsync();
        var again = await BuildProgram.SucceedsAsync("--output", job.Output);
        Assert.DoesNotContain("packed ", again.Output);
        Assert.DoesNotContain("publishing ", again.Output);
        Assert.DoesNotContain("verified ", again.Output);
        Assert.Contains("ran the program for linux-arm64", again.Output);
        Assert.Equal(times, Directory.GetFiles(job.Packages).ToDictionary(path => path, File.GetLastWriteTimeUtc));
    }
}
