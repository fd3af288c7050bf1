using RuntimePacks.Files;

namespace RuntimePacks.Smoke;

/// <summary>Sources in C that stand in for what a target's own C library would do, and that is not here.</summary>
internal static class StartSource
{
    /// <summary>Finds unwinding data for libgcc_eh in a program of musl.</summary>
    public const string FindObject = "find_object.c";

    /// <summary>What Microsoft's C library does before main.</summary>
    public const string Windows = "windows.c";

    /// <summary>A library of Windows' that not every wine has.</summary>
    public const string Random = "bcryptprimitives.c";

    /// <summary>Writes one of them.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> WriteAsync(string name, string folder)
    {
        using var reader = new StreamReader(typeof(StartSource).Assembly.GetManifestResourceStream(name)!);
        var path = Path.Combine(folder, name);
        await AtomicFile.WriteTextAsync(path, await reader.ReadToEndAsync());
        return path;
    }
}
