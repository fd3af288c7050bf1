using RuntimePacks.Files;
using RuntimePacks.Smoke;

namespace RuntimePacks.Reports;

/// <summary>The report as rows of a table, one per RID, for a terminal or a Markdown page.</summary>
public static class ReportTable
{
    public static IReadOnlyList<string> Columns { get; } = ["RID", "target", "asset", "library", "slimmed", "package", "of feed limits", "members", "exports", "smoke test"];

    public static IEnumerable<IReadOnlyList<string>> Rows(ReleaseReport report) => report.Platforms.Select(platform => (IReadOnlyList<string>)
    [
        platform.Rid,
        platform.Target,
        Size.Text(platform.Asset.Size),
        Size.Text(platform.OriginalSize),
        platform.Slimming.Count == 0 ? "no" : Size.Text(platform.LibrarySize),
        Size.Text(platform.Package.Size),
        string.Join(", ", report.FeedLimits.Select(limit => $"{100.0 * platform.Package.Size / limit.Bytes:0.0} % of {limit.LimitMB} MB")),
        platform.Members.ToString(),
        platform.Exports.ToString(),
        Smoke(platform.Smoke),
    ]);

    private static string Smoke(SmokeResult result) =>
        result.Status == SmokeStatus.Passed ? $"passed, {result.Checks} checks" : $"not run: {result.Reason}";
}
