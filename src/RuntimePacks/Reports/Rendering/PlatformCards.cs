using RuntimePacks.Files;
using RuntimePacks.Smoke;

namespace RuntimePacks.Reports.Rendering;

/// <summary>A card per platform.</summary>
internal static class PlatformCards
{
    public static Html? Of(ReleaseReport report) => report.Platforms.Count == 0 ? null : Html.Of($"""
        <div class="cards">
        {report.Platforms.Select(Card)}</div>
        """);

    private static Html Card(ReportedPlatform platform) => Html.Of($"""
        <article aria-labelledby="rid-{platform.Rid}">
        <header><h3 id="rid-{platform.Rid}">{platform.Rid}</h3>{Html.If(platform.Smoke, Badge)}</header>
        <p class="target"><code>{platform.Target}</code></p>
        {Sizes(platform)}
        <dl class="facts">
        {Facts(platform).Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n"))}</dl>
        {Html.If(platform.Smoke, Smoke)}
        <h4>Links with</h4>
        {Words(platform.LinkedWith)}
        {Digests(platform)}
        </article>

        """);

    private static Html Badge(SmokeResult smoke) => Html.Of($"""<span class="badge {Class(smoke)}">{Wording.Of(smoke)}</span>""");

    private static string Class(SmokeResult smoke) => smoke switch
    {
        { HasRun: true } => "passed",
        { Status: SmokeStatus.Failed } => "failed",
        _ => "quiet",
    };

    private static Html Sizes(ReportedPlatform platform)
    {
        if (platform.Original is not { } original) return Html.Empty;
        if (platform.Asset.StandIn is { } other)
        {
            return Html.Of($"""<p class="sizes"><strong>{other}</strong> stands in for Rust here: its sizes say nothing</p>""");
        }

        if (platform.Library is not { } library)
        {
            return Html.Of($"""<p class="sizes"><strong>{Size.Text(original.Size)}</strong> as it came</p>""");
        }

        var share = Wording.Percent(library.Size, original.Size);
        var words = $"{Size.Text(original.Size)} before, {Size.Text(library.Size)} after: {share}";
        return Html.Of($"""
            {Chart.Part(library.Size, original.Size, words)}
            <p class="sizes"><strong>{Size.Text(original.Size)}</strong> → <strong>{Size.Text(library.Size)}</strong><span>{share}</span></p>
            <p class="steps">{(library.Steps.Count == 0 ? "packed as it came" : string.Join(", ", library.Steps))}</p>
            """);
    }

    private static IEnumerable<(string Name, string Value)> Facts(ReportedPlatform platform)
    {
        if (platform.Package is { } package) yield return ("Package", Wording.Of(platform, package.Size));
        yield return ("Asset", Wording.Of(platform, platform.Asset.Size));
        if (platform.Original is { } original)
        {
            yield return (
                "Members",
                platform.Library is { } library && library.Members != original.Members
                    ? $"{original.Members} → {library.Members}"
                    : $"{original.Members}");
        }

        if (platform.Exports is { } exports) yield return ("Exports", $"{exports}");
        if (platform.Glibc is { } glibc) yield return ("glibc", $"{glibc.Version} or later");
        if (platform.Smoke is { HasRun: true, ExecutableSize: var size }) yield return ("Program", Size.Text(size));
    }

    private static Html Smoke(SmokeResult smoke) => smoke switch
    {
        { Reason: { } reason } => Html.Of($"""<h4>Smoke test: {Wording.Of(smoke)}</h4><p class="reason {Class(smoke)}">{reason}</p>"""),
        { Needed.Count: > 0 } => Html.Of($"<h4>The program needs from the system</h4>{Words(smoke.Needed)}"),
        _ => Html.Empty,
    };

    private static Html Words(IEnumerable<string> words) =>
        Html.Of($"""<ul class="words">{words.Select(word => Html.Of($"<li><code>{word}</code></li>"))}</ul>""");

    private static Html Digests(ReportedPlatform platform)
    {
        (string Name, string? File, string? Sha256)[] files =
        [
            ("Asset", platform.Asset.Name, platform.Asset.Sha256),
            ("Library in the asset", platform.Original?.FileName, platform.Original?.Sha256),
            ("Library in the package", platform.Library?.FileName, platform.Library?.Sha256),
            ("Package", platform.Package?.FileName, platform.Package?.Sha256),
        ];
        return Html.Of($"""
            <details><summary>SHA-256 digests</summary><dl class="digests">
            {files.Where(file => file.File is not null).Select(file =>
                Html.Of($"<dt>{file.Name}: <code>{file.File}</code></dt><dd><code>{file.Sha256}</code></dd>\n"))}</dl></details>
            """);
    }
}
