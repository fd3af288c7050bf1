namespace Testing;

/// <summary>The secrets of this run of the tests, never to be seen where they do not belong.</summary>
public static class Secret
{
    /// <summary>A token of GitHub.</summary>
    public static string Token { get; } = $"ghp_{Guid.NewGuid():N}aB";

    /// <summary>The key of a feed.</summary>
    public static string Key { get; } = $"oy2{Guid.NewGuid():N}k";

    /// <summary>A password of a feed.</summary>
    public static string Password { get; } = $"pass{Guid.NewGuid():N}";

    /// <summary>Puts token and key into the environment, as a user has them there.</summary>
    public static void Set()
    {
        Environment.SetEnvironmentVariable("GITHUB_TOKEN", Token);
        Environment.SetEnvironmentVariable("GH_TOKEN", null);
        Environment.SetEnvironmentVariable("NUGET_API_KEY", Key);
    }
}
