namespace Build.Tests;

/// <summary>What of the command line and of Cake's configuration reaches a task.</summary>
public class HostArgumentTests
{
    [Fact]
    public async Task Every_argument_that_is_not_Cakes_own_reaches_the_build()
    {
        var run = await FixtureProgram.RunAsync(
            "-t", "Echo", "--release", "1.4.0", "--rids", "linux-x64", "--rids=linux-arm64", "--flag", "--output=a=b c", "-v", "normal");

        var lines = run.Output.Split('\n');
        Assert.Contains("release = 1.4.0", lines);
        Assert.Contains("release is 1.4.0", lines);
        Assert.Contains("rids = linux-x64|linux-arm64", lines);
        Assert.Contains("flag = (null)", lines);
        Assert.Contains("output = a=b c", lines);
        Assert.Contains("target = Echo", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("verbosity", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_argument_that_is_not_given_has_its_default()
    {
        var run = await FixtureProgram.RunAsync("-t", "Echo");

        Assert.Contains("release is not given\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("flag is False\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_is_read_from_the_file_in_the_working_directory_and_from_the_environment()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["cake.config"], "[Fixture]\nFile=from the file\n", TestContext.Current.CancellationToken);

        var inside = await FixtureProgram.RunInAsync(folder.Path, "-t", "Echo");
        var outside = await FixtureProgram.RunAsync("-t", "Echo", "--working", folder.Path);

        foreach (var run in (RuntimePacks.Tools.CommandResult[])[inside, outside])
        {
            Assert.Contains("setting is from the program\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("file is from the file\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("variable is from the environment\n", run.Output, StringComparison.Ordinal);
            Assert.Contains($"working is {folder.Path}\n", run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--version", "Fixture on Cake 7.")]
    [InlineData("--info", "Fixture on Cake 7.")]
    [InlineData("--help", "--target <TARGET>")]
    public async Task A_question_about_the_program_is_answered_and_nothing_runs(string option, string answer)
    {
        var run = await FixtureProgram.RunAsync(option);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(answer, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Said());
    }
}
