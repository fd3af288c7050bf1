using System.Runtime.CompilerServices;

namespace Releases.Tests;

/// <summary>The token of this run of the tests, in the environment as a user's would be.</summary>
internal static class Secret
{
    public static string Token { get; } = $"ghp_{Guid.NewGuid():N}aB";

    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("GITHUB_TOKEN", Token);
        Environment.SetEnvironmentVariable("GH_TOKEN", null);
    }
}
