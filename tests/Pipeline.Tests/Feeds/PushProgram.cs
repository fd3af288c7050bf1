using System.Diagnostics;
using RuntimePacks.Files;
using RuntimePacks.Releases;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

[assembly: AssemblyFixture(typeof(Feeds.Tests.Program.Pipeline))]

namespace Feeds.Tests.Program;

/// <summary>The build program, compiled once, and started as build.sh starts it.</summary>
public sealed class Pipeline : IAsyncLifetime
{
    private static readonly string Assembly = Path.Combine(Checkout.Root, "build", "bin", "Release", "net10.0", "Build.dll");

    /// <summary>build.sh compiles what is out of date.</summary>
    public async ValueTask InitializeAsync()
    {
        var result = await new Command(Path.Combine(Checkout.Root, "build.sh"), "--target", "Doctor", "--dryrun").RunAsync();
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes the lab's output folder one that the stages up to Sign have left.</summary>
    internal static async Task PrepareAsync(Lab lab, string version = "1.4.0", int size = 20_000, bool sample = false)
    {
        var packages = await SmallPackages.WriteAsync(lab.PackagesFolder, version, size);
        var release = new Release { Repository = "agntcy/slim-bindings", Tag = $"slim-bindings-v{version}", Version = version, Sample = sample, Assets = [] };
        await JsonFile.WriteAsync(Path.Combine(lab.Output, "release.lock.json"), release);
        await JsonFile.WriteAsync(Path.Combine(lab.Output, "stages", "sign.json"), new SignedPackages(false, null, packages));
    }

    /// <summary>Push alone, on what the output folder holds.</summary>
    internal static string[] PushArguments(Lab lab, string feed, params string[] more) =>
        ["--target", "Push", "--exclusive", "--release", "1.4.0", "--output", lab.Output, "--feed", feed, .. more];

    internal static Task<CommandResult> PushAsync(Lab lab, string feed, params string[] more) => RunAsync(lab, PushArguments(lab, feed, more));

    internal static Task<CommandResult> RunAsync(Lab lab, params string[] arguments) => RunAsync(lab, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs the program in the lab's folder, with more in its environment.</summary>
    internal static async Task<CommandResult> RunAsync(Lab lab, Dictionary<string, string?> environment, params string[] arguments)
    {
        var result = await new Command("dotnet", [Assembly, .. arguments]) { WorkingDirectory = lab.Folder, Environment = environment }.RunAsync(TestContext.Current.CancellationToken);
        lab.Said.Enqueue(result.Output + result.Error);
        return result;
    }

    internal static async Task<string> SucceedsAsync(Task<CommandResult> run)
    {
        var result = await run;
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result.Output;
    }

    /// <summary>It fails, and its error is one line that says all of this.</summary>
    internal static async Task RefusesAsync(Task<CommandResult> run, params string[] words)
    {
        var result = await run;
        Assert.NotEqual(0, result.ExitCode);
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
    }

    /// <summary>Starts Push and leaves it running.</summary>
    internal static Process StartPush(Lab lab, string feed)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = lab.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in PushArguments(lab, feed).Prepend(Assembly)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
