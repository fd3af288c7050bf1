namespace Build.Tests;

/// <summary>What the host runs, in which order, and what it reports.</summary>
public class HostRunTests
{
    [Fact]
    public async Task Dependencies_run_first_and_once_and_the_report_lists_them()
    {
        var run = await FixtureProgram.RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["first ran", "second ran, hello from a service", "third ran"], run.Said());
        Assert.Equal([("FirstTask", "Succeeded"), ("Second", "Succeeded"), ("Third", "Succeeded"), ("Default", "Succeeded")], run.Report());
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task An_exclusive_target_runs_without_its_dependencies()
    {
        var run = await FixtureProgram.RunAsync("--target", "Third", "--exclusive");

        Assert.Equal(["third ran"], run.Said());
        Assert.Equal([("Third", "Succeeded")], run.Report());
    }

    [Fact]
    public async Task Several_targets_run_in_the_order_given_whatever_their_case()
    {
        var run = await FixtureProgram.RunAsync("-t", "firsttask", "-t", "SECOND");

        Assert.Equal(["first ran", "second ran, hello from a service"], run.Said());
    }

    [Fact]
    public async Task A_task_whose_criteria_fail_is_skipped_and_what_depends_on_it_runs()
    {
        var run = await FixtureProgram.RunAsync("-t", "AfterSkipped");

        Assert.Equal(["after the skipped ran"], run.Said());
        Assert.Equal([("Skipped", "Skipped"), ("AfterSkipped", "Succeeded")], run.Report());
    }

    [Fact]
    public async Task Lifetimes_are_called_around_the_build_and_around_each_task()
    {
        var run = await FixtureProgram.RunAsync("-t", "FirstTask", "--with-lifetimes");

        string[] expected = [
            "setup, hello from a service", "before FirstTask", "first ran", "after FirstTask", "teardown, successful: True"];
        Assert.Equal(expected, run.Output.Split('\n').Where(expected.Contains));
    }

    [Fact]
    public async Task A_dry_run_names_the_tasks_in_order_and_runs_none()
    {
        var run = await FixtureProgram.RunAsync("--dryrun");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Said());
        Assert.Equal(
            ["1. FirstTask", "2. Second", "3. Third", "4. Default"],
            run.Output.Split('\n').Where(line => line.Contains(". ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_tree_shows_what_depends_on_what_and_runs_nothing()
    {
        var run = await FixtureProgram.RunAsync("--tree");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Said());
        Assert.Contains(
            "Default\n└─Third\n   ├─Second\n   └─FirstTask\n", run.Output.Replace(" \n", "\n", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_lists_every_task_with_its_text()
    {
        var run = await FixtureProgram.RunAsync("--description");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"Third +Comes after the second", run.Output);
        Assert.Matches(@"\n +FirstTask +\n", run.Output);
        Assert.Empty(run.Said());
    }

    [Theory]
    [InlineData("quiet", false, false)]
    [InlineData("minimal", false, false)]
    [InlineData("normal", true, false)]
    [InlineData("diagnostic", true, true)]
    public async Task The_verbosity_decides_what_is_printed(string verbosity, bool information, bool diagnostics)
    {
        var run = await FixtureProgram.RunAsync("-t", "FirstTask", "-v", verbosity);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(information, run.Output.Contains("first ran", StringComparison.Ordinal));
        Assert.Equal(diagnostics, run.Output.Contains("Executing task: FirstTask", StringComparison.Ordinal));
    }
}
