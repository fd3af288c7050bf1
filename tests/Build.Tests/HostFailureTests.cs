namespace Build.Tests;

/// <summary>How a build that fails ends: not with 0, and with the error told once.</summary>
public class HostFailureTests
{
    [Fact]
    public async Task A_users_mistake_ends_with_its_one_line_on_standard_error()
    {
        var run = await FixtureProgram.RunAsync("-t", "Mistake");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("Error: x.zip: no archive {inside}: rebuild it", run.Error.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
        Assert.Equal([("Mistake", "Failed")], run.Report());
    }

    [Fact]
    public async Task A_failure_stops_the_build_and_is_told_last()
    {
        var run = await FixtureProgram.RunAsync("-t", "AfterDefect");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(["first ran"], run.Said());
        Assert.Contains("it broke", run.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal([("FirstTask", "Succeeded"), ("Defect", "Failed")], run.Report());
    }

    [Fact]
    public async Task Several_failures_are_all_told()
    {
        var run = await FixtureProgram.RunAsync("-t", "Several");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("one broke", run.Error, StringComparison.Ordinal);
        Assert.Contains("two broke", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnostic_verbosity_shows_where_it_broke()
    {
        var run = await FixtureProgram.RunAsync("-t", "Defect", "--verbosity", "diagnostic");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("at Fixture.DefectTask.Run", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_is_tolerated_is_reported_and_the_build_goes_on()
    {
        var run = await FixtureProgram.RunAsync("-t", "AfterTolerated");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["after the tolerated ran"], run.Said());
        Assert.Equal([("Tolerated", "Failed"), ("AfterTolerated", "Succeeded")], run.Report());
    }

    [Fact]
    public async Task An_error_handler_takes_the_failure_and_the_final_handler_comes_last()
    {
        var run = await FixtureProgram.RunAsync("-t", "Handled");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("on error: handled\nfinally\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cycle_is_an_error()
    {
        var run = await FixtureProgram.RunAsync("-t", "Rock");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Error: Graph contains circular references.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Said());
    }

    [Fact]
    public async Task An_unknown_target_is_an_error()
    {
        foreach (string[] mode in (string[][])[[], ["--dryrun"], ["--exclusive"]])
        {
            var run = await FixtureProgram.RunAsync(["-t", "Thrid", .. mode]);

            Assert.NotEqual(0, run.ExitCode);
            Assert.Equal("Error: The target 'Thrid' was not found.\n", run.Error);
        }
    }

    [Theory]
    [InlineData("-v", "loud", "'loud'")]
    [InlineData("--working", "/no/such/folder", "The working directory '/no/such/folder' does not exist.")]
    public async Task A_wrong_value_of_an_option_is_an_error(string option, string value, string message)
    {
        var run = await FixtureProgram.RunAsync(option, value);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_belongs_to_no_option_is_an_error()
    {
        var run = await FixtureProgram.RunAsync("Third");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Third", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Said());
    }
}
