using System.Diagnostics;
using Testing.GitHub;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Releases;

/// <summary>The build program itself, as a user starts it, with a lab's server and cache and an output folder of its own.</summary>
internal sealed class FetchProgram(GitHubLab lab, string output = "output")
{
    public string Output { get; } = Path.Combine(lab.Folder, output);

    public string LockPath { get; } = Path.Combine(lab.Folder, output, "slim.lock.json");

    /// <summary>For each run, beside what the tests' own environment has.</summary>
    public Dictionary<string, string?> Environment { get; } =
        new() { ["SLIM_NATIVE_CACHE"] = lab.CacheFolder, ["GITHUB_TOKEN"] = Secret.Token };

    /// <summary>Runs a target on the lab's server.</summary>
    public Task<CommandResult> RunAsync(string target, params string[] arguments) => RunPlainAsync([.. Arguments(target), .. arguments]);

    public async Task<CommandResult> RunPlainAsync(params string[] arguments)
    {
        var result = await BuildProgram.RunAsync(Environment, arguments);
        lab.Said.Enqueue(result.Output + result.Error);
        return result;
    }

    public async Task<CommandResult> SucceedsAsync(string target, params string[] arguments) =>
        (await RunAsync(target, arguments)).Succeeded();

    /// <summary>It fails, and its error is one line that says all of this.</summary>
    public async Task RefusesAsync(string[] words, string target, params string[] arguments) =>
        (await RunAsync(target, arguments)).Refused(words);

    /// <summary>Starts a target and leaves it running.</summary>
    public Process Start(string target, params string[] arguments) => BuildProgram.Start(Environment, [.. Arguments(target), .. arguments]);

    private string[] Arguments(string target) =>
        ["--target", target, "--github-url", lab.Server.Web, "--lock", LockPath, "--output", Output];
}
