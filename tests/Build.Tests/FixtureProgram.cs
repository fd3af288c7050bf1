using RuntimePacks.Tools;

namespace Build.Tests;

/// <summary>The fixture: a program with a task graph of its own on the layer, run as a process.</summary>
internal static class FixtureProgram
{
    public static Task<CommandResult> RunAsync(params string[] arguments) => RunInAsync(null, arguments);

    public static Task<CommandResult> RunInAsync(string? folder, params string[] arguments) =>
        new Command("dotnet", [Paths.Fixture, .. arguments])
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?> { ["NO_COLOR"] = "1", ["CAKE_FIXTURE_VARIABLE"] = "from the environment" },
        }.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The lines of the tasks' own, in order.</summary>
    public static string[] Said(this CommandResult result) =>
        [.. result.Output.Split('\n').Where(line => line.Contains(" ran", StringComparison.Ordinal))];

    /// <summary>The rows of the final report: task and status.</summary>
    public static (string Task, string Status)[] Report(this CommandResult result) =>
        [.. result.Output.Split('\n')
            .SkipWhile(line => !line.Contains("Duration", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(row => row.Length == 3 && row[0] != "Task")
            .Select(row => (row[0], row[2]))];
}
