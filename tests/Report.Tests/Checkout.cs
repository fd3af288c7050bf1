using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;

namespace Report.Tests;

/// <summary>The checked-out repository, and where these tests write.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>Of these tests alone, and kept: the pages and their screenshots are there to be looked at.</summary>
    public static string Scratch { get; } = Path.Combine(Root, "artifacts", "tests", "Report.Tests");

    public static Toolbox Tools { get; } = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), NullLogger.Instance);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder.FullName;
    }
}
