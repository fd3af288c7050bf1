using RuntimePacks.Files;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The growth of the assets over the last releases: a row of columns per RID, all on one scale, and the numbers below.</summary>
internal static class HistoryChart
{
    public static Html? Of(ReleaseReport report)
    {
        if (report.History is not { Count: > 1 } history) return null;
        var rids = report.Platforms.Select(platform => platform.Rid)
            .Where(rid => history.Count(release => release.Assets.ContainsKey(rid)) > 1)
            .ToList();
        if (rids.Count == 0) return null;
        var largest = history.SelectMany(release => release.Assets.Values).Max();
        return Html.Of($"""
            <p>The assets of {history.Count} releases, from {history[0].Version} to {history[^1].Version}.</p>
            <ul class="bars">
            {rids.Select(rid => Row(rid, history, largest))}</ul>
            <details class="names"><summary>All sizes</summary>{rids.Select(rid => Numbers(rid, history))}</details>
            """);
    }

    private static Html Row(string rid, IReadOnlyList<ReleasedSizes> history, long largest)
    {
        var sizes = history.Select(release => release.Assets.TryGetValue(rid, out var size) ? size : (long?)null).ToList();
        var known = sizes.Zip(history).Where(pair => pair.First is not null).ToList();
        var (first, last) = (known[0].First!.Value, known[^1].First!.Value);
        var chart = Chart.Columns(
            [.. sizes.Select(size => (double?)size)],
            largest,
            $"{rid}, {string.Join(", ", known.Select(pair => $"{pair.Second.Version}: {Size.Text(pair.First!.Value)}"))}");
        return Html.Of($"<li><span>{rid}</span>{chart}<span>{Size.Text(last)}{Growth(first, last)}</span></li>\n");
    }

    private static string Growth(long first, long last) => first == last ? "" : $", {Wording.Change(first, last)}";

    private static Html Numbers(string rid, IReadOnlyList<ReleasedSizes> history) => Html.Of($"""
        <h3>{rid}</h3><ul class="words">{history.Where(release => release.Assets.ContainsKey(rid)).Select(release =>
            Html.Of($"<li>{release.Version}: {Size.Text(release.Assets[rid])}</li>"))}</ul>
        """);
}
