using RuntimePacks.Files;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The platforms as rows of a table: all that there is for a Markdown page, and what fits a terminal.</summary>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static ReportTable Wide(ReleaseReport report) => new(
        ["RID", "target", "asset", "library", "slimmed", "package", "of feed limits", "members", "exports", "smoke test"],
        [
            .. report.Platforms.Select(platform => (IReadOnlyList<string>)
            [
                platform.Rid,
                platform.Target,
                Size.Text(platform.Asset.Size),
                Wording.Of(platform.Original?.Size),
                platform.Library is { Steps.Count: 0 } ? "no" : Wording.Of(platform.Library?.Size),
                Wording.Of(platform.Package?.Size),
                platform.Package is null
                    ? Wording.Nothing
                    : string.Join(
                        ", ",
                        report.FeedLimits.Select(
                            limit => $"{Wording.Percent(platform.Package.Size, limit.Bytes)} of {limit.LimitMB} MB")),
                Wording.Of(platform.Library?.Members ?? platform.Original?.Members),
                Wording.Of(platform.Exports),
                Wording.Of(platform.Smoke) + (platform.Smoke is { Reason: { } reason } ? $": {reason}" : ""),
            ]),
        ]);

    /// <summary>In 80 columns.</summary>
    public static ReportTable Narrow(ReleaseReport report) => new(
        ["RID", "library", "slimmed", "package", "exports", "smoke test"],
        [
            .. report.Platforms.Select(platform => (IReadOnlyList<string>)
            [
                platform.Rid,
                Wording.Of(platform.Original?.Size),
                platform.Library is { Steps.Count: 0 } ? "no" : Wording.Of(platform.Library?.Size),
                Wording.Of(platform.Package?.Size),
                Wording.Of(platform.Exports),
                Wording.Of(platform.Smoke?.Status),
            ]),
        ]);
}
