using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;
using Samples;

namespace Trust.Tests;

/// <summary>The repository, its build program as a user starts it, and the sample release.</summary>
internal static class Checkout
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static string Root { get; } = Find();

    public static Toolbox Tools { get; } = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), NullLogger.Instance);

    /// <summary>What these tests write and keep between runs.</summary>
    public static string Scratch { get; } = Path.Combine(Root, "artifacts", "tests", "Trust.Tests");

    /// <summary>The folder of the sample release: the pipeline's own where it is up to date, else one that is built here.</summary>
    public static async Task<string> SampleAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            var own = Path.Combine(Root, "artifacts", "sample");
            if (await SampleRelease.FindAsync(SampleSources.Of(Root), own, Tools) is not null) return own;
            await SucceedsAsync("--target", "Sample", "--output", Scratch);
            return Path.Combine(Scratch, "sample");
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    public static async Task<CommandResult> SucceedsAsync(params string[] arguments) => await SucceedsAsync(new(), arguments);

    public static async Task<CommandResult> SucceedsAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        var result = await BuildAsync(environment, arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }

    /// <summary>It fails, and its error is one line that says all of this.</summary>
    public static async Task RefusesAsync(IEnumerable<string> words, Dictionary<string, string?> environment, params string[] arguments)
    {
        var result = await BuildAsync(environment, arguments);
        Assert.NotEqual(0, result.ExitCode);
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--verbosity diagnostic", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs <c>./build.sh</c>.</summary>
    public static Task<CommandResult> BuildAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        new Command(Path.Combine(Root, "build.sh"), arguments) { Environment = environment }.RunAsync(TestContext.Current.CancellationToken);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "cake.config"))) folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder.FullName;
    }
}
