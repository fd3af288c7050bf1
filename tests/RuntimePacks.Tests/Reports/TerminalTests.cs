using RuntimePacks.Tools;

namespace RuntimePacks.Tests.Reports;

/// <summary>
/// The build as people see it, on a terminal and in a file, and the report that it leaves: of a run that goes well, and of one that
/// fails.
/// </summary>
public sealed class TerminalTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_run_shows_that_it_goes_on_and_ends_with_a_table_and_a_report()
    {
        using var tally = new Tally("terminal");
        await using var narrow = new Screen(80);
        Assert.True(await narrow.RunAsync("", tally.Command) == 0, narrow.Pictures[^1]);

        Assert.Contains(narrow.Pictures, picture => picture.Contains("building the sample, ", StringComparison.Ordinal));
        Assert.Contains(narrow.Pictures, picture => picture.Contains("linking and running programs, ", StringComparison.Ordinal));
        Assert.DoesNotContain("programs, ", narrow.Pictures[^1]);
        Row(narrow);
        Assert.Contains("\u001b[", await narrow.ColouredAsync());

        await ReportAsync(tally, page => page.Contains("NativeAOT, 8 checks", StringComparison.Ordinal));

        await using var wide = new Screen(160);
        Assert.Equal(0, await wide.RunAsync("NO_COLOR=1", tally.Command));
        Row(wide);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*[34][0-9]", await wide.ColouredAsync());

        var file = await new Command(tally.Command[0], tally.Command[1..]).RunAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(file.Output + file.Error, letter => char.IsControl(letter) && letter != '\n');
        Assert.DoesNotContain("programs, ", file.Output);

        tally.Replace("App/Program.cs", "Tally.Length(tally) == 3", "Tally.Length(tally) == 4");
        await using var failing = new Screen(80);
        Assert.Equal(1, await failing.RunAsync("", tally.Command));
        var end = string.Join(
            ' ', failing.Lines.SkipWhile(line => !line.StartsWith("Error: ", StringComparison.Ordinal)).Select(line => line.Trim()));
        Assert.StartsWith("Error: the smoke test failed for linux-x64: ", end);
        Assert.Contains("FAILED: 1 1 2 1 2 3", end);
        await ReportAsync(
            tally,
            page => page.Contains("The run failed in Smoke", StringComparison.Ordinal)
                && page.Contains("FAILED: 1 1 2 1 2 3", StringComparison.Ordinal));
        var report = tally.Report.Json;
        Assert.Equal("failed", report.GetProperty("platforms")[0].GetProperty("smoke").GetProperty("status").GetString());
        Assert.Equal(0.2, report.GetProperty("platforms")[0].GetProperty("package").GetProperty("size").GetDouble() / 1e6, tolerance: 0.1);

        tally.Replace("tally.json", "\"tally_new\"", "\"tally_old\"");
        await using var refusing = new Screen(160);
        Assert.Equal(1, await refusing.RunAsync("", tally.Command));
        // Where its lines end depends on how long the paths in them are.
        Assert.Contains(
            "doesnotdefinewhatthedefinitionrequires:tally_old",
            string.Concat(refusing.Lines).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("Verify", tally.Report.Json.GetProperty("failure").GetProperty("stage").GetString());
        Assert.False(tally.Report.Json.TryGetProperty("package", out _));
    }

    /// <summary>The table has its platform in one line, and all that is true of it.</summary>
    private static void Row(Screen screen) =>
        Assert.Single(
            screen.Lines,
            line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^ +linux-x64 +[\d.]+ MB +[\d.]+ MB +[\d.]+ MB +5 +NativeAOT$"));

    private async Task ReportAsync(Tally tally, Predicate<string> says)
    {
        ReportSchema.RequireValid(tally.Report.Json);
        await using var page = await browser.OpenAsync(tally.Report.Page, width: 360);
        Assert.Empty(Facts.Missing(tally.Report.Json, await Facts.TextAsync(page)));
        Assert.True(says(await Facts.TextAsync(page)), await Facts.TextAsync(page));
    }
}
