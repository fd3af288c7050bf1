using System.Text.Json;
using RuntimePacks.Reports.Rendering;

namespace RuntimePacks.Tests.Reports;

/// <summary>A report as the pipeline leaves it: three files in a folder.</summary>
public sealed record WrittenReport(string Name, string Folder)
{
    public static TheoryData<string> Names { get; } = ["good", "failed", "early", "hostile"];

    public string Page => Path.Combine(Folder, ReportFiles.Page);

    public string Markdown => File.ReadAllText(Path.Combine(Folder, ReportFiles.Markdown));

    public JsonElement Json => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, ReportFiles.Json))).RootElement;

    /// <summary>Writes it into a folder that no other test of this run writes to.</summary>
    public static async Task<WrittenReport> WriteAsync(string name, string test)
    {
        var folder = Path.Combine(Repository.Scratch, "reports", test, name);
        await ReportFiles.WriteAsync(folder, SomeReports.Named(name));
        return new WrittenReport(name, folder);
    }
}
