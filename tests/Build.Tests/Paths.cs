using System.Reflection;

namespace Build.Tests;

/// <summary>Where the things are that the tests run and read.</summary>
internal static class Paths
{
    /// <summary>The build program.</summary>
    public static string Build { get; } = Of("Build");

    public static string Fixture { get; } = Of("Fixture");

    public static string Layer { get; } = Of("Layer");

    public static string List { get; } = Of("List");

    public static string PowerShell { get; } = Of("PowerShell");

    private static string Of(string key) =>
        typeof(Paths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
