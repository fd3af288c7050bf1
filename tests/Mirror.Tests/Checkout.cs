using RuntimePacks.Tools;
using Testing;

namespace Mirror.Tests;

/// <summary>The repository, its build program as a user starts it, and other programs.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>What these tests write; kept between runs, so that the second run of the tests downloads nothing.</summary>
    public static string Scratch { get; } = Path.Combine(Root, "artifacts", "tests", "Mirror.Tests");

    public static Toolbox Tools { get; } = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), new LineLog(Console.WriteLine));

    /// <summary>Runs <c>./build.sh</c> with these arguments.</summary>
    public static Task<CommandResult> BuildAsync(params string[] arguments) => BuildAsync(new Dictionary<string, string?>(), arguments);

    public static Task<CommandResult> BuildAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new Command(Path.Combine(Root, "build.sh"), arguments) { Environment = environment }.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs <c>./build.sh</c>, which succeeds.</summary>
    public static async Task<string> BuiltAsync(params string[] arguments)
    {
        var result = await BuildAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result.Output;
    }

    /// <summary>Runs <c>./build.sh</c>, which fails with one line that says all of this.</summary>
    public static async Task<CommandResult> RefusedAsync(string[] words, params string[] arguments)
    {
        var result = await BuildAsync(arguments);
        Assert.NotEqual(0, result.ExitCode);
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        return result;
    }

    public static async Task<string> ToolAsync(string tool, params string[] arguments) =>
        await new Command(await Tools.RequireAsync(tool), arguments).OutputAsync(TestContext.Current.CancellationToken);

    /// <summary>Copies a mirror by hard links: what changes in the copy has to be replaced, not written to.</summary>
    public static async Task<string> CopyAsync(string mirror, string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        await new Command("cp", "-al", mirror, target).OutputAsync(TestContext.Current.CancellationToken);
        return target;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder.FullName;
    }
}
