using System.Diagnostics;
using GitHubServer;
using RuntimePacks.Tools;

namespace Releases.Tests.Program;

/// <summary>The build program itself, as a user starts it, with a lab's server and cache and an output folder of its own.</summary>
internal sealed class Pipeline(Lab lab, string output = "output")
{
    private static string Script => Path.Combine(Checkout.Root, "build.sh");

    public string Output { get; } = Path.Combine(lab.Folder, output);

    public string LockPath => Path.Combine(Output, "release.lock.json");

    /// <summary>For each run, beside what the tests' own environment has.</summary>
    public Dictionary<string, string?> Environment { get; } = new() { ["SLIM_NATIVE_CACHE"] = lab.CacheFolder, ["GITHUB_TOKEN"] = Secret.Token };

    /// <summary>Runs a target on the lab's server.</summary>
    public Task<CommandResult> RunAsync(string target, params string[] arguments) => RunPlainAsync([.. Arguments(target), .. arguments]);

    public async Task<CommandResult> RunPlainAsync(params string[] arguments)
    {
        var result = await new Command(Script, arguments) { Environment = Environment }.RunAsync(TestContext.Current.CancellationToken);
        lab.Said.Enqueue(result.Output + result.Error);
        return result;
    }

    public async Task<CommandResult> SucceedsAsync(string target, params string[] arguments)
    {
        var result = await RunAsync(target, arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }

    /// <summary>It fails, and its error is one line that says all of this.</summary>
    public async Task RefusesAsync(string[] words, string target, params string[] arguments)
    {
        var result = await RunAsync(target, arguments);
        Assert.NotEqual(0, result.ExitCode);
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--verbosity diagnostic", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Starts a target and leaves it running.</summary>
    public Process Start(string target, params string[] arguments)
    {
        var start = new ProcessStartInfo(Script) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. Arguments(target), .. arguments]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private string[] Arguments(string target) => ["--target", target, "--github-url", lab.Server.Web, "--output", Output];
}
