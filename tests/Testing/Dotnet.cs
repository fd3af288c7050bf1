using RuntimePacks.Tools;

namespace Testing;

/// <summary>The <c>dotnet</c> of a consumer.</summary>
public static class Dotnet
{
    /// <summary>The longest time for one command that restores and links.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>For every command: the packages folder is the one that nuget.config names.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["NUGET_PACKAGES"] = null,
    };

    /// <summary>Runs a command in a folder to its end, however that is; once more when a registry lets it wait too long.</summary>
    public static Task<CommandResult> RunAsync(string folder, params string[] arguments) => RunAsync(folder, Environment, arguments);

    /// <inheritdoc cref="RunAsync(string, string[])" />
    public static Task<CommandResult> RunAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new Command("dotnet", arguments) { WorkingDirectory = folder, Environment = environment }.TwiceAsync(Limit);
}
