using System.Text;
using RuntimePacks.Files;
using RuntimePacks.Smoke;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The report as a Markdown page, for the summary of a CI job.</summary>
internal static class MarkdownReport
{
    public static string Text(ReleaseReport report)
    {
        var page = new StringBuilder();
        page.Append($"# {report.Title()}\n\n");
        page.Append(
            $"From `{report.Release.Tag}` of "
            + $"`{report.Release.Repository}`{(report.Release.Commit is { } commit ? $", commit `{commit}`" : "")}"
            + $"{(report.Release.Sample ? " (the sample, not for publishing)" : "")}.\n\n");
        if (report.Trust.Signature is { } signature) page.Append($"{Wording.Of(signature)}\n\n");
        if (report.Trust.MadeWith.Count > 0) page.Append($"{Wording.Of(report.Trust.MadeWith)}\n\n");
        if (report.Failure is { } failure)
        {
            page.Append(
                "**The run failed in "
                + $"{failure.Stage}.**\n\n```\n{failure.Message.Replace("```", "'''", StringComparison.Ordinal)}\n```\n\n");
        }

        Table(page, ReportTable.Wide(report));
        List(page, "Without a package", report.NotPacked.Select(without => $"`{without.Target}`: {without.Reason}"));
        List(
            page,
            "What the smoke test's programs need from the system",
            report.Platforms.Select(platform => platform.Smoke).OfType<SmokeResult>()
            .Where(smoke => smoke.Needed.Count > 0)
            .Select(smoke => $"{smoke.Rid}: {string.Join(", ", smoke.Needed)}; {Size.Text(smoke.ExecutableSize)}"));
        if (report.Changes is { } changes)
        {
            page.Append($"\n{Wording.Of(changes)}\n");
            List(page, "Added", changes.Added.Select(name => $"`{name}`"));
            List(page, "Gone", changes.Removed.Select(name => $"`{name}`"));
            List(page, "Changed", changes.Changed.Select(value => value.ToString()));
        }

        if (report.History is { } history)
        {
            var rids = report.Platforms.Select(platform => platform.Rid).ToList();
            page.Append("\nSizes of the assets:\n\n");
            Table(
                page,
                new ReportTable(
                    ["release", .. rids],
                    [.. history.Select(release => (IReadOnlyList<string>)[release.Version, .. rids.Select(rid => SizeIn(release, rid))])]));
        }

        List(page, "Where the digests come from", report.Trust.Digests.Select(Wording.Of));
        if (report.Stages.Count > 0)
        {
            page.Append("\nHow long it took:\n\n");
            Table(
                page,
                new ReportTable(
                    ["stage", "time", ""],
                    [.. report.Stages.Select(Row)]));
        }

        if (report.Packages().Any())
        {
            page.Append(
                $"\nSHA-256:\n\n```\n{string.Concat(report.Packages().Select(package => $"{package.Sha256}  {package.FileName}\n"))}```\n");
        }

        return page.ToString();
    }

    private static string SizeIn(ReleasedSizes release, string rid) =>
        release.Assets.TryGetValue(rid, out var size) ? Size.Text(size) : Wording.Nothing;

    private static IReadOnlyList<string> Row(StageTime stage) => [stage.Stage, Wording.Seconds(stage.Seconds), Wording.Of(stage.Outcome)];

    private static void List(StringBuilder page, string heading, IEnumerable<string> lines)
    {
        if (lines.Any()) page.Append($"\n{heading}:\n\n{string.Concat(lines.Select(line => $"- {line}\n"))}");
    }

    private static void Table(StringBuilder page, ReportTable table)
    {
        foreach (var row in new[] { table.Columns, [.. table.Columns.Select(_ => "---")] }.Concat(table.Rows))
        {
            page.Append($"| {string.Join(" | ", row.Select(Cell))} |\n");
        }
    }

    /// <summary>A table's cell is one line, and a bar ends it.</summary>
    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
