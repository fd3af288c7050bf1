using System.Diagnostics;

namespace Bench;

/// <summary>The repository, and its build program as build.sh starts it.</summary>
internal static class Repository
{
    public static string Root => Testing.Repository.Root;

    /// <summary>The root of everything that is written, as of the build program; full.</summary>
    public static string Output { get; set; } = Path.Combine(Root, "artifacts");

    /// <summary>What the benchmarks make and measure; inputs are kept between runs.</summary>
    public static string Scratch => Path.Combine(Output, "bench");

    /// <summary>A run of the build program.</summary>
    public static ProcessStartInfo Build(params IEnumerable<string> arguments) =>
        new("dotnet", [Path.Combine(Root, "build", "bin", "Release", "net10.0", "Build.dll"), .. arguments]);

    /// <summary>A run of this program, for what is measured in a process of its own.</summary>
    public static ProcessStartInfo Bench(params IEnumerable<string> arguments) =>
        new("dotnet", [typeof(Repository).Assembly.Location, .. arguments]);

    /// <summary>A new, empty folder.</summary>
    public static string EmptyFolder(string name)
    {
        var folder = Path.Combine(Scratch, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }
}
