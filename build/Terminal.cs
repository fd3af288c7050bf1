using RuntimePacks.Audit;
using RuntimePacks.Feeds;
using RuntimePacks.Mirroring;
using RuntimePacks.Reports;
using RuntimePacks.Reports.Rendering;
using RuntimePacks.Tools;
using Spectre.Console;
using Size = RuntimePacks.Files.Size;

namespace Build;

/// <summary>The tables that a run ends with: as wide as the terminal, or wide enough for every cell in a file.</summary>
public static class Terminal
{
    private const int WidthOfFile = 240;

    public static void Show(ReleaseReport report, string packagesFolder, string reportFolder)
    {
        var table = ReportTable.Narrow(report);
        Write(table.Columns, table.Rows);
        foreach (var (target, reason) in report.NotPacked) AnsiConsole.WriteLine($"No package for {target}: {reason}.");
        AnsiConsole.WriteLine(
            $"{report.Packages().Count()} packages, {report.Title()}, {(report.Trust.Signature is { Certificate: { } by } ? $"signed by {by.Subject}" : "not signed")}, in {packagesFolder}");
        AnsiConsole.WriteLine($"The report: {Path.Combine(reportFolder, ReportFiles.Page)}");
    }

    public static void Show(MirrorSummary summary, string folder)
    {
        Write(["RID", "publishes", "packages of SDK " + summary.Toolchain.Sdk, "size"], MirrorTable.Rows(summary.Toolchain));
        AnsiConsole.WriteLine(
            $"New: {summary.Added} files, {Size.Text(summary.AddedBytes)}. In {folder}: {summary.Files} files, {Size.Text(summary.Bytes)}.");
    }

    /// <param name="planned">Whether it was only looked what the feed has.</param>
    public static void Show(PushRecord push, bool planned)
    {
        Write(
            ["package", "version", "size", "feed"],
            push.Packages.Select(
                package => (IReadOnlyList<string>)[package.Id, package.Version, Size.Text(package.Size), What(package.State)]));
        AnsiConsole.WriteLine(
            planned ? $"Nothing was pushed to {push.Feed}: --what-if." : $"{push.Packages.Count} packages are on {push.Feed}");

        string What(PushState state) => state switch
        {
            PushState.Missing when planned => "would be pushed",
            PushState.Missing => "missing",
            PushState.Accepted => "not shown yet",
            PushState.Pushed => "pushed",
            _ => "was there, the same",
        };
    }

    public static void Show(PackageVerdict verdict) =>
        Write(
            ["check", "result"],
            verdict.Facts.Concat(
                verdict.Differences.Select(difference => ("WRONG", difference))).Select(
                    row => (IReadOnlyList<string>)[row.Item1, row.Item2]));

    public static void Show(IEnumerable<ExaminedTool> tools) => Write(
        ["tool", "version", "for", "needed by", "how to get it"],
        tools.Select(examined => (IReadOnlyList<string>)
        [
            examined.Tool.Name,
            examined.Found ? examined.Version ?? "there" : "missing",
            examined.Tool.For,
            string.Join(", ", examined.Tool.Stages),
            examined.Tool.HowToGet,
        ]));

    private static void Write(IEnumerable<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfFile;
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column)));
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Write(table);
    }
}
