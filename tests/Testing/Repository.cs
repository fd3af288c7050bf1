using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;

namespace Pipeline.Tests;

/// <summary>The repository, and its build program as a user starts it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>What the tests write; kept between runs, so that the second run of the tests is quick.</summary>
    public static string Scratch { get; } = Path.Combine(Root, "artifacts", "tests");

    public static Toolbox Tools { get; } = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), NullLogger.Instance);

    /// <summary>Runs <c>./build.sh</c> with these arguments.</summary>
    public static Task<CommandResult> BuildAsync(params string[] arguments) =>
        new Command(Path.Combine(Root, "build.sh"), arguments).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>A new, empty folder outside of the repository.</summary>
    public static string NewFolder(string name) =>
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "slim-native-tests", $"{name}-{Guid.NewGuid():N}")).FullName;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder.FullName;
    }
}
