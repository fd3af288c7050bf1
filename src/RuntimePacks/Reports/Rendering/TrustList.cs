namespace RuntimePacks.Reports.Rendering;

/// <summary>The reasons to believe the packages.</summary>
internal static class TrustList
{
    public static Html? Of(ReleaseReport report)
    {
        var lines = report.Trust.Digests.Select(digests => Line(digests.From != Releases.DigestSource.Folder, Wording.Of(digests)))
            .ToList();
        if (report.Trust.Signature is { } signature) lines.Add(Line(signature.IsSigned, Wording.Of(signature)));
        if (report.Trust.MadeWith.Count > 0) lines.Add(Line(vouched: false, Wording.Of(report.Trust.MadeWith)));
        return lines.Count == 0 ? null : Html.Of($"""
            <ul class="checks">
            {lines}</ul>
            """);
    }

    private static Html Line(bool vouched, string text) => Html.Of($"""
        <li class="{(vouched ? "passed" : "quiet")}">{text}</li>

        """);
}
