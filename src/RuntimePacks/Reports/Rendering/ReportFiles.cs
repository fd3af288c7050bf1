using RuntimePacks.Files;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The report in its three forms: for people, for the summary of a CI job, for machines.</summary>
public static class ReportFiles
{
    internal const string Markdown = "report.md";
    internal const string Json = "report.json";

    /// <summary>The file name of the page.</summary>
    public static string Page => "index.html";

    /// <returns>The path of the page.</returns>
    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    internal static async Task<string> WriteAsync(string folder, ReleaseReport report)
    {
        var page = Path.Combine(folder, Page);
        await JsonFile.WriteAsync(Path.Combine(folder, Json), report);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Markdown), MarkdownReport.Text(report));
        await AtomicFile.WriteTextAsync(page, ReportPage.Text(report));
        return page;
    }
}
