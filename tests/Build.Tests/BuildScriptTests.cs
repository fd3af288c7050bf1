using RuntimePacks.Tools;

namespace Build.Tests;

/// <summary>build.sh, in a fresh copy of the repository whose path has a space in it.</summary>
public sealed class BuildScriptTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Script => _folder["build.sh"];

    public async ValueTask InitializeAsync()
    {
        var list = await new Command("git", "-C", Repository.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .OutputAsync(TestContext.Current.CancellationToken);
        foreach (var name in list.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var source = Repository.PathOf(name);
            if (!File.Exists(source)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.Copy(source, _folder[name]);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_builds_what_changed_and_nothing_else_and_hands_the_arguments_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "build.sh needs bash");

        // Two at once on a fresh clone.
        var both = await Task.WhenAll(RunAsync("--description"), RunAsync("--description"));
        Assert.All(both, run => Assert.True(run.ExitCode == 0, run.Output + run.Error));
        Assert.All(both, run => Assert.Contains("Clean", run.Output, StringComparison.Ordinal));
        var built = File.GetLastWriteTimeUtc(_folder["build/bin/Release/net10.0/Build.dll"]);

        // Nothing changed: nothing is built.
        Assert.Equal(0, (await RunAsync("--description")).ExitCode);
        Assert.Equal(built, File.GetLastWriteTimeUtc(_folder["build/bin/Release/net10.0/Build.dll"]));

        // The arguments, the exit status and the error are the program's.
        var unknown = await RunAsync("--target", "Claen");
        Assert.Equal((1, "Error: The target 'Claen' was not found. Did you mean Clean?\n"), (unknown.ExitCode, unknown.Error));

        // A relative path is the caller's, and the build runs in the repository.
        Directory.CreateDirectory(_folder["elsewhere"]);
        Assert.Equal(
            1, (await RunInAsync(_folder["elsewhere"], "--target", "Resolve", "--from", "nowhere", "--output", "my output")).ExitCode);
        Directory.CreateDirectory(_folder["elsewhere/my output/inner"]);
        Assert.Equal(0, (await RunInAsync(_folder["elsewhere"], "--target", "Clean", "--output", "my output")).ExitCode);
        Assert.Empty(Directory.GetDirectories(_folder["elsewhere/my output"]));

        // A mistake in a source is shown with its place.
        await File.WriteAllTextAsync(_folder["build/Mistake.cs"], "class Mistake { int }\n", TestContext.Current.CancellationToken);
        var broken = await RunAsync("--description");
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("Mistake.cs(1,", broken.Error, StringComparison.Ordinal);
        Assert.Contains("error CS", broken.Error, StringComparison.Ordinal);

        // And when it is taken out again, what was built before is what runs.
        File.Delete(_folder["build/Mistake.cs"]);
        Assert.Equal(0, (await RunAsync("--description")).ExitCode);
    }

    [Fact]
    public async Task Without_the_SDK_that_is_asked_for_it_says_in_one_line_what_to_install()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "build.sh needs bash");
        await File.WriteAllTextAsync(
            _folder["global.json"], """{ "sdk": { "version": "99.0.100" } }""", TestContext.Current.CancellationToken);

        var run = await RunAsync("--description");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("SDK 99.0.100", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(_folder["build/bin"]));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => RunInAsync(_folder.Path, arguments);

    private Task<CommandResult> RunInAsync(string folder, params string[] arguments) =>
        new Command(Script, arguments) { WorkingDirectory = folder }.RunAsync(TestContext.Current.CancellationToken);
}
