using System.Runtime.CompilerServices;

namespace Feeds.Tests;

/// <summary>The key and the password of this run of the tests; the key is in the environment as a user's would be.</summary>
internal static class Secret
{
    public static string Key { get; } = $"oy2{Guid.NewGuid():N}k";

    public static string Password { get; } = $"pass{Guid.NewGuid():N}";

    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("NUGET_API_KEY", Key);
}
