namespace Consumers.Tests;

/// <summary>zig, for consumers whose programs it links.</summary>
internal static class Zig
{
    private static readonly Lazy<Task<string>> Installed = new(() => NodePackages.InstallAsync(Path.Combine("Consumers.Tests", "Zig")));

    private static string Folder => Path.Combine(Repository.Scratch, "zig");

    public static Task InstallAsync() => Installed.Value;

    /// <summary>The environment of a consumer who has zig in PATH.</summary>
    public static Dictionary<string, string?> InPath(IReadOnlyDictionary<string, string?> environment) => new(environment)
    {
        ["PATH"] = $"{Path.Combine(Folder, "node_modules", "@ryoppippi", "zig-linux-x64")}:{Environment.GetEnvironmentVariable("PATH")}",
        ["ZIG_GLOBAL_CACHE_DIR"] = Path.Combine(Folder, "cache"),
    };
}
