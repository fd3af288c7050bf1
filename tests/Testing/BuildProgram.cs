using System.Diagnostics;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>The build program as a user starts it: <c>./build.sh</c> with arguments.</summary>
public static class BuildProgram
{
    public static string Script { get; } = Repository.PathOf("build.sh");

    /// <summary>Runs it to its end, however that is.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    /// <param name="environment">Variables that are set for it; null removes one.</param>
    public static Task<CommandResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new Command(Script, arguments) { Environment = environment }.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs it, and it ends well.</summary>
    public static async Task<CommandResult> SucceedsAsync(params string[] arguments) => (await RunAsync(arguments)).Succeeded();

    /// <inheritdoc cref="SucceedsAsync(string[])" />
    public static async Task<CommandResult> SucceedsAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        (await RunAsync(environment, arguments)).Succeeded();

    /// <summary>Runs it, and it ends with an error of one line that says all of this.</summary>
    public static async Task<CommandResult> RefusesAsync(string[] words, params string[] arguments) =>
        (await RunAsync(arguments)).Refused(words);

    /// <inheritdoc cref="RefusesAsync(string[], string[])" />
    public static async Task<CommandResult> RefusesAsync(
        string[] words, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        (await RunAsync(environment, arguments)).Refused(words);

    /// <summary>
    /// Starts it and leaves it running, with its output to be read: what is killed is the program itself, which build.sh becomes.
    /// </summary>
    public static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Script, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
