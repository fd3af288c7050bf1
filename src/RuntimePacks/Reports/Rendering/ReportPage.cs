using System.Reflection;

namespace RuntimePacks.Reports.Rendering;

/// <summary>
/// The report as one HTML file that needs nothing else: no network (its own policy forbids it), no script, light and dark
/// as the reader's system is, from 360 pixels of width on.
/// </summary>
internal static class ReportPage
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    public static string Text(ReleaseReport report)
    {
        Section[] sections =
        [
            new("platforms", "Platforms", PlatformCards.Of(report)),
            new("without", "Without a package", PageLists.NotPacked(report)),
            new("changes", "Changes", ChangeLists.Of(report)),
            new("sizes", "Sizes over time", HistoryChart.Of(report)),
            new("trust", "Trust", TrustList.Of(report)),
            new("feeds", "Room in feeds", PageLists.Feeds(report)),
            new("time", "Time", PageLists.Time(report)),
            new("packages", "Packages", PageLists.Packages(report)),
        ];
        var shown = sections.Where(section => section.Body is not null).ToList();
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            {{Html.Of($"<title>{report.Title()}: release report</title>")}}
            <style>
            {{Style.Value}}</style>
            </head>
            <body>
            <a class="skip" href="#report">Skip to the report</a>
            {{Head(report)}}
            {{Html.Of($"""<nav aria-label="Parts of the report"><ul>{shown.Select(section => section.Link)}</ul></nav>""")}}
            <main id="report" tabindex="-1">
            {{PageSummary.Of(report)}}
            {{Html.Of($"{shown.Select(section => section.Text)}")}}</main>
            <footer><p>The same for machines: <a href="report.json">report.json</a>; as Markdown: <a href="report.md">report.md</a>.
            Sizes are in MB of 10<sup>6</sup> bytes.</p></footer>
            </body>
            </html>

            """;
    }

    private static Html Head(ReleaseReport report) => Html.Of($"""
        <header class="top">
        <p class="kicker">Release report</p>
        <h1>{report.PackageId} <span>{report.Package?.Version ?? report.Release.Version}</span></h1>
        <p>From <code>{report.Release.Tag}</code> of <code>{report.Release.Repository}</code>{Html.If(report.Release.Commit, commit =>
            Html.Of($""", commit <code title="{commit}">{Short(commit)}</code>"""))}</p>
        {(report.Release.Sample
            ? Html.Of($"""<p><span class="badge warned">sample</span> It stands in for the real library and is not for publishing.</p>""")
            : Html.Empty)}
        </header>
        """);

    private static string Short(string commit) => commit.Length > 12 ? commit[..12] : commit;

    private static string ReadStyle()
    {
        using var style = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(style);
        return reader.ReadToEnd();
    }
}
