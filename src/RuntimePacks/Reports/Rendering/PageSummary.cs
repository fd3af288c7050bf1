using RuntimePacks.Files;
using RuntimePacks.Smoke;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The run at a glance: what failed, and a few numbers over all platforms.</summary>
internal static class PageSummary
{
    public static Html Of(ReleaseReport report) => Html.Of($"""
        {Html.If(report.Failure, Failure)}
        <dl class="tiles">
        {Tiles(report).Select(tile =>
            Html.Of($"<div><dt>{tile.Name}</dt><dd>{tile.Value}</dd><dd class=\"note\">{tile.Note}</dd></div>\n"))}</dl>
        """);

    private static Html Failure(ReportedFailure failure) => Html.Of($"""
        <div class="failure" role="alert"><h2>The run failed in {failure.Stage}</h2><p>{failure.Message}</p></div>
        """);

    private static IEnumerable<(string Name, string Value, string Note)> Tiles(ReleaseReport report)
    {
        yield return (
            "Platforms",
            $"{report.Platforms.Count}",
            report.NotPacked.Count == 0
                ? "each with a package"
                : $"and {Wording.Count(report.NotPacked.Count, "target")} without a package");

        var slimmed = report.Platforms.Where(platform => platform.Library is not null && platform.Asset.StandIn is null).ToList();
        if (slimmed.Count > 0)
        {
            var (before, after) = (slimmed.Sum(platform => platform.Original!.Size), slimmed.Sum(platform => platform.Library!.Size));
            var others = report.Platforms.Count(platform => platform.Asset.StandIn is not null);
            var without = others == 0 ? "" : $", without {Wording.Count(others, "stand-in")}";
            yield return ("Libraries", Size.Text(after), $"{Wording.Percent(after, before)} of {Size.Text(before)}{without}");
        }

        var packages = report.Packages().ToList();
        if (packages.Count > 0)
        {
            yield return ("Packages", $"{packages.Count}", $"{Size.Text(packages.Sum(package => package.Size))} in all");
        }

        var smoke = report.Platforms.Select(platform => platform.Smoke).OfType<SmokeResult>().ToList();
        if (smoke.Count > 0)
        {
            (SmokeStatus Status, string Words)[] others =
                [(SmokeStatus.Linked, "linked"), (SmokeStatus.NotTried, "not tried"), (SmokeStatus.Failed, "failed")];
            var parts = others.Select(other => (Count: smoke.Count(result => result.Status == other.Status), other.Words))
                .Where(part => part.Count > 0)
                .Select(part => $"{part.Count} {part.Words}");
            yield return ("Smoke tests run", $"{smoke.Count(result => result.HasRun)}", string.Join(", ", parts));
        }

        if (report.Stages.Count > 0)
        {
            yield return (
                "Time",
                Wording.Seconds(report.Stages.Sum(stage => stage.Seconds)),
                $"in {Wording.Count(report.Stages.Count(stage => stage.Outcome != StageOutcome.Skipped), "stage")}");
        }
    }
}
