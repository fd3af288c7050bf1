using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>The repository that the tests are of.</summary>
public static class Repository
{
    /// <summary>Full.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What the tests write and keep, so that their next run is quick; full.</summary>
    public static string Scratch { get; } = Path.Combine(Root, "artifacts", "tests");

    /// <summary>The programs that stages and tests run.</summary>
    public static Toolbox Tools { get; } = Toolbox.Load(PathOf("build", "tools.json"), NullLogger.Instance);

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A folder of what the tests keep; what was in it is gone.</summary>
    public static string EmptyScratch(params IEnumerable<string> parts)
    {
        var folder = Path.Combine([Scratch, .. parts]);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "cake.config")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("this runs outside of the repository");
        }

        return folder.FullName;
    }
}
