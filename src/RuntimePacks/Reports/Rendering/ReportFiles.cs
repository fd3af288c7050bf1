using RuntimePacks.Files;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The report in its three forms: for people, for the summary of a CI job, for machines.</summary>
internal static class ReportFiles
{
    public const string Page = "index.html";
    public const string Markdown = "report.md";
    public const string Json = "report.json";

    /// <returns>The path of the page.</returns>
    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public static async Task<string> WriteAsync(string folder, ReleaseReport report)
    {
        var page = Path.Combine(folder, Page);
        await JsonFile.WriteAsync(Path.Combine(folder, Json), report);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Markdown), MarkdownReport.Text(report));
        await AtomicFile.WriteTextAsync(page, ReportPage.Text(report));
        return page;
    }
}
