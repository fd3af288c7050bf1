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
                Wording.Of(platform, platform.Asset.Size),
                Library(platform),
                Slimmed(platform),
                Wording.Of(platform, platform.Package?.Size),
                platform.Package is null || platform.Asset.StandIn is not null
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
                Library(platform),
                Slimmed(platform),
                Wording.Of(platform, platform.Package?.Size),
                Wording.Of(platform.Exports),
                Wording.Short(platform.Smoke),
            ]),
        ]);

    private static string Library(ReportedPlatform platform) =>
        platform.Asset.StandIn is { } other ? $"{other}, not Rust" : Wording.Of(platform.Original?.Size);

    private static string Slimmed(ReportedPlatform platform) =>
        platform.Library is { Steps.Count: 0 } ? "no" : Wording.Of(platform, platform.Library?.Size);
}
