using Testing.Feeds;
using System.Diagnostics;
using RuntimePacks.Pipeline;
using RuntimePacks.Releases;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Feeds;

/// <summary>The build program, which pushes what a lab's output folder holds.</summary>
internal static class PushProgram
{
    /// <summary>Makes the lab's output folder one that the stages up to Sign have left.</summary>
    internal static async Task PrepareAsync(FeedLab lab, string version = "1.4.0", int size = 20_000, bool sample = false)
    {
        var packages = await SmallPackages.WriteAsync(lab.PackagesFolder, version, size);
        var release =
            new Release { Repository = "agntcy/slim-bindings", Tag = $"slim-bindings-v{version}", Version = version, Sample = sample, Assets = [] };
        var workspace = new Workspace(lab.Output);
        await workspace.Release.WriteAsync(release);
        await workspace.Shipped.WriteAsync(new SignedPackages(false, null, packages));
    }

    /// <summary>Push alone, on what the output folder holds.</summary>
    internal static string[] PushArguments(FeedLab lab, string feed, params string[] more) =>
        ["--target", "Push", "--exclusive", "--output", lab.Output, "--feed", feed, .. more];

    internal static Task<CommandResult> PushAsync(FeedLab lab, string feed, params string[] more) =>
        RunAsync(lab, PushArguments(lab, feed, more));

    internal static Task<CommandResult> RunAsync(FeedLab lab, params string[] arguments) =>
        RunAsync(lab, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs the program in the lab's folder, with more in its environment.</summary>
    internal static async Task<CommandResult> RunAsync(FeedLab lab, Dictionary<string, string?> environment, params string[] arguments)
    {
        var result =
            await new Command(BuildProgram.Script, arguments) { WorkingDirectory = lab.Folder, Environment = environment }
                .RunAsync(TestContext.Current.CancellationToken);
        lab.Said.Enqueue(result.Output + result.Error);
        return result;
    }

    internal static async Task<string> SucceedsAsync(Task<CommandResult> run) => (await run).Succeeded().Output;

    /// <summary>It fails, and its error is one line that says all of this.</summary>
    internal static async Task RefusesAsync(Task<CommandResult> run, params string[] words) => (await run).Refused(words);

    /// <summary>Starts Push and leaves it running.</summary>
    internal static Process StartPush(FeedLab lab, string feed) =>
        Process.Start(new ProcessStartInfo(BuildProgram.Script, PushArguments(lab, feed))
        {
            WorkingDirectory = lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
