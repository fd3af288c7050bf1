using System.Text.RegularExpressions;
using RuntimePacks.Stages;
using RuntimePacks.Tools;

namespace Build.Tests.CommandLine;

/// <summary>The build program as it is started: its exit status, what it says of a user's mistake, and what it leaves.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("there is no option --realease: did you mean --release 1.0.0?", "--realease", "1.0.0")]
    [InlineData("it is a target: --target Pack", "Pack")]
    [InlineData("--release is of no use to Doctor", "--target", "Doctor", "--release", "1.0.0")]
    [InlineData("--slim takes full, strip, none, not 'much'", "--slim", "much")]
    [
        InlineData(
            "--output takes a folder that can be made and written to, and FOLDER/file is none", "--target", "Sample", "--output", "file")]
    [
        InlineData(
            "--output takes a folder that can be made and written to, and FOLDER/file/in is none", "--target", "Sample", "--output",
            "file/in")]
    [
        InlineData(
            "--output takes a folder that can be made and written to, and /proc/no is none", "--target", "Sample", "--output", "/proc/no")]
    [
        InlineData(
            "--output takes a folder that can be made and written to, and FOLDER/file is none", "--target", "Clean", "--output", "file")]
    [
        InlineData(
            "FOLDER/folder/stages/resolve.json cannot be written", "--target", "Resolve", "--from", "release", "--release", "1.4.0",
            "--output", "folder")]
    [InlineData("FOLDER/folder is a folder: a pack definition is a file", "--target", "Matrix", "--definition", "folder")]
    [
        InlineData(
            "the pack definition cannot be read: Could not find file 'FOLDER/nowhere.json'", "--target", "Matrix", "--definition",
            "nowhere.json")]
    [InlineData("FOLDER/file, line 1: expected JSON, found nothing", "--target", "Matrix", "--definition", "file")]
    [InlineData("FOLDER/folder was not made by this build", "--target", "Clean", "--output", "folder")]
    [InlineData("FOLDER/nowhere.a cannot be", "--target", "Inspect", "--file", "nowhere.a")]
    public async Task A_users_mistake_is_one_paragraph_on_standard_error_and_no_defect(string words, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the paths are Unix's");
        File.WriteAllText(_folder["file"], "");
        Directory.CreateDirectory(_folder["folder/inner"]);
        _folder.Write("folder/stages", "");
        _folder.Write("release/slim-bindings-x86_64-unknown-linux-gnu.zip", "");

        var run = await RunAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        var paragraph = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("Error: ", paragraph, StringComparison.Ordinal);
        Assert.Contains(words.Replace("FOLDER", _folder.Path, StringComparison.Ordinal), paragraph, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("defect of the build|   at "), run.Output + run.Error);
        Assert.True(Directory.Exists(_folder["folder/inner"]));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_is_printed_and_nothing_runs(string option)
    {
        var run = await RunAsync(option, "--output", "out");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("--package-version VERSION", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("--target", "Pack", "--dryrun")]
    [InlineData("--target", "Clean", "--dryrun")]
    [InlineData("--target", "Clean")]
    [InlineData("--tree")]
    [InlineData("--description")]
    [InlineData("--target", "Matrix")]
    public async Task What_writes_nothing_does_not_even_make_the_output_folder(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--output", "out"]);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_mirror_and_a_package_are_looked_at_while_another_run_holds_the_output_folder()
    {
        Directory.CreateDirectory(_folder["out"]);
        using (OutputLock.Take(_folder["out"]))
        {
            Assert.Contains(
                "out is no finished mirror", (
                    await RunAsync("--target", "CheckMirror", "--bundle", "out")).Error, StringComparison.Ordinal);
            Assert.Contains(
                "a.nupkg", (
                    await RunAsync("--target", "Audit", "--package", "a.nupkg", "--output", "out")).Error, StringComparison.Ordinal);
            Assert.Contains(
                "another run is writing to", (await RunAsync("--target", "Resolve", "--from", "out", "--output", "out")).Error,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Clean_empties_what_a_run_made_and_only_that()
    {
        // A run that fails at once makes the folder all the same.
        Assert.Equal(1, (await RunAsync("--target", "Resolve", "--from", "nowhere", "--output", "made")).ExitCode);
        Directory.CreateDirectory(_folder["made/stages/inner"]);
        File.WriteAllText(_folder["made/file"], "");
        Assert.Equal(0, (await RunAsync("--target", "Clean", "--output", "made")).ExitCode);
        Assert.Equal(
            [OutputLock.FileName, OutputMark.FileName],
            Directory.GetFileSystemEntries(_folder["made"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await RunAsync("--target", "Clean", "--output", "made")).ExitCode);

        // A folder of somebody's stays theirs, although a run wrote to it.
        Directory.CreateDirectory(_folder["theirs"]);
        File.WriteAllText(_folder["theirs/file"], "");
        Assert.Equal(1, (await RunAsync("--target", "Resolve", "--from", "nowhere", "--output", "theirs")).ExitCode);
        var refused = await RunAsync("--target", "Clean", "--output", "theirs");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("was not made by this build", refused.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was deleted", refused.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["theirs/file"]));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        new Command("dotnet", [Paths.Build, .. arguments]) { WorkingDirectory = _folder.Path }
            .RunAsync(TestContext.Current.CancellationToken);
}
