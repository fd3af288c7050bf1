using RuntimePacks.Abi;

namespace RuntimePacks.Reports.Rendering;

/// <summary>The exports that the release has and the one before it had not, and the other way round.</summary>
internal static class ChangeLists
{
    public static Html? Of(ReleaseReport report) => report.Changes is not { } changes ? null : Html.Of($"""
        <p class="verdict">{Verdict(changes)}</p>
        {Names("Added", "added", changes.Added)}{Names("Gone", "gone", changes.Removed)}{Names("Changed", "changed", Values(changes))}
        """);

    private static IEnumerable<string> Values(AbiComparison changes) => changes.Changed.Select(value => value.ToString());

    private static Html Verdict(AbiComparison changes) =>
        Html.Of($"<span class=\"badge {Class(changes)}\">{Wording.Kind(changes)}</span> {Wording.Of(changes)}");

    private static string Class(AbiComparison changes) => changes switch
    {
        { IsBreaking: false } => "passed",
        { AllowedBecause: null } => "failed",
        _ => "warned",
    };

    private static Html Names(string title, string kind, IEnumerable<string> names)
    {
        var list = names.ToList();
        return list.Count == 0 ? Html.Empty : Html.Of($"""
            <details class="names" open><summary>{title}: {list.Count}</summary><ul class="{kind}">
            {list.Select(name => Html.Of($"<li><code>{name}</code></li>\n"))}</ul></details>

            """);
    }
}
