using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Packing;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The parts of the page that are lists; null where there is nothing to list.</summary>
internal static class PageLists
{
    public static Html? NotPacked(ReleaseReport report) => report.NotPacked.Count == 0 ? null : Html.Of($"""
        <dl class="plain">
        {report.NotPacked.Select(without => Html.Of($"<dt><code>{without.Target}</code></dt><dd>{without.Reason}</dd>\n"))}</dl>
        """);

    public static Html? Feeds(ReleaseReport report)
    {
        if (report.FeedLimits.Count == 0 || report.Packages().MaxBy(package => package.Size) is not { } largest) return null;
        return Html.Of($"""
            <p>The largest package is <code>{largest.FileName}</code>, {Size.Text(largest.Size)}.</p>
            <ul class="bars">
            {report.FeedLimits.Select(limit => Of(limit, largest.Size))}</ul>
            """);
    }

    private static Html Of(FeedLimit limit, long size)
    {
        var share = $"{Wording.Percent(size, limit.Bytes)} of {limit.LimitMB} MB";
        return Html.Of($"<li><span>{limit.Feed}</span>{Chart.Part(size, limit.Bytes, share)}<span>{share}</span></li>\n");
    }

    public static Html? Time(ReleaseReport report)
    {
        if (report.Stages.Count == 0) return null;
        var longest = report.Stages.Max(stage => stage.Seconds);
        return Html.Of($"""
            <ol class="bars">
            {report.Stages.Select(stage => Of(stage, longest))}</ol>
            """);
    }

    private static Html Of(StageTime stage, double longest)
    {
        var (name, bar) = (Html.Of($"{stage.Stage}{Outcome(stage)}"), Chart.Length(stage.Seconds, longest));
        return Html.Of($"<li><span>{name}</span>{bar}<span>{Wording.Seconds(stage.Seconds)}</span></li>\n");
    }

    public static Html? Packages(ReleaseReport report)
    {
        var packages = report.Packages().ToList();
        return packages.Count == 0 ? null : Html.Of($"""
            <dl class="plain">
            {packages.Select(Of)}</dl>
            """);
    }

    private static Html Of(PackedPackage package)
    {
        var name = Html.Of($"<dt><code>{package.FileName}</code> <span>{Size.Text(package.Size)}</span></dt>");
        return Html.Of($"{name}<dd class=\"digest\"><code>{package.Sha256}</code></dd>\n");
    }

    private static Html Outcome(StageTime stage) => stage.Outcome switch
    {
        StageOutcome.Failed => Html.Of($""" <span class="badge failed">failed</span>"""),
        StageOutcome.Skipped => Html.Of($""" <span class="badge quiet">{Wording.Of(stage.Outcome)}</span>"""),
        _ => Html.Empty,
    };
}
