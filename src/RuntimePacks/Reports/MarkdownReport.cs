using System.Text;
using RuntimePacks.Files;

namespace RuntimePacks.Reports;

/// <summary>The report as a Markdown page, for the summary of a CI job.</summary>
public static class MarkdownReport
{
    public static string Text(ReleaseReport report)
    {
        var page = new StringBuilder();
        page.Append($"# {report.Package.Id} {report.Package.Version}\n\n");
        page.Append($"From `{report.Release.Tag}` of `{report.Release.Repository}`{(report.Release.Commit is { } commit ? $", commit `{commit}`" : "")}{(report.Release.Sample ? " (the sample, not for publishing)" : "")}.\n\n");
        page.Append(report.Signature.Certificate is { } by
            ? $"Signed by {by.Subject}, certificate SHA-256 `{by.Fingerprint}`, {(by.Timestamped ? "with a time-stamp" : $"without a time-stamp: the signatures end with the certificate on {by.NotAfter:yyyy-MM-dd}")}.\n\n"
            : "The packages are not signed.\n\n");
        Row(page, ReportTable.Columns);
        Row(page, ReportTable.Columns.Select(_ => "---"));
        foreach (var row in ReportTable.Rows(report)) Row(page, row);

        if (report.NotPacked.Count > 0)
        {
            page.Append("\nWithout a package:\n\n");
            foreach (var (target, reason) in report.NotPacked) page.Append($"- `{target}`: {reason}\n");
        }

        page.Append("\nWhat the smoke test's programs need from the system:\n\n");
        foreach (var platform in report.Platforms.Where(platform => platform.Smoke.Needed.Count > 0))
        {
            page.Append($"- {platform.Rid}: {string.Join(", ", platform.Smoke.Needed)}; {Size.Text(platform.Smoke.ExecutableSize)}\n");
        }

        page.Append("\nSHA-256:\n\n```\n");
        foreach (var package in report.Platforms.Select(platform => platform.Package).Append(report.Package)) page.Append($"{package.Sha256}  {package.FileName}\n");
        return page.Append("```\n").ToString();
    }

    private static void Row(StringBuilder page, IEnumerable<string> cells) => page.Append($"| {string.Join(" | ", cells)} |\n");
}
