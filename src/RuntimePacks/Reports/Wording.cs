using RuntimePacks.Abi;
using RuntimePacks.Files;
using RuntimePacks.Releases;
using RuntimePacks.Smoke;
using RuntimePacks.Tools;

namespace RuntimePacks.Reports;

/// <summary>How the report says things: the same on a terminal, in Markdown and on the page.</summary>
internal static class Wording
{
    /// <summary>Stands for what there is nothing to say of.</summary>
    public const string Nothing = "–";

    /// <summary>The size of a library: none where something stands in for Rust, since it says nothing about Rust's.</summary>
    public static string Of(ReportedPlatform platform, long? bytes) => platform.Asset.StandIn is null ? Of(bytes) : Nothing;

    public static string Of(long? bytes) => bytes is { } size ? Size.Text(size) : Nothing;

    public static string Of(int? number) => number?.ToString() ?? Nothing;

    /// <summary>A part of a whole: with one digit after the point below ten percent.</summary>
    public static string Percent(double part, double whole) => whole <= 0 ? Nothing : (100 * part / whole) switch
    {
        > 0 and < 0.05 => "under 0.1 %",
        < 9.95 and var small => $"{small:0.0} %",
        var large => $"{large:0} %",
    };

    public static string Seconds(double seconds) => seconds < 60 ? $"{seconds:0.0} s" : $"{(int)seconds / 60} min {(int)seconds % 60:00} s";

    public static string Count(int number, string one, string? many = null) => $"{number} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>How the smoke test ended, and what it did.</summary>
    public static string Of(SmokeResult? result) => result switch
    {
        { HasRun: true } => Of(result.Language) + Under(result.Status) + ", "
            + (result.Checks == 0 ? "nothing called" : Count(result.Checks, "check"))
            + (result.Beside is null ? "" : $", beside {result.Beside}")
            + (result.ChecksWithoutAot is null ? "" : ", also by dotnet run"),
        _ => Short(result),
    };

    /// <summary>How the smoke test ended, in a word or two.</summary>
    public static string Short(SmokeResult? result) => result?.Status switch
    {
        SmokeStatus.Ran => Of(result.Language),
        SmokeStatus.RanUnderQemu => $"{Of(result.Language)}, qemu",
        SmokeStatus.RanUnderWine => $"{Of(result.Language)}, wine",
        SmokeStatus.Linked => $"{Of(result.Language)}, linked",
        SmokeStatus.NotTried => "not tried",
        SmokeStatus.Failed => "failed",
        _ => Nothing,
    };

    private static string Under(SmokeStatus status) => status switch
    {
        SmokeStatus.RanUnderQemu => " under qemu",
        SmokeStatus.RanUnderWine => " under wine",
        _ => "",
    };

    private static string Of(SmokeLanguage? language) => language == SmokeLanguage.CSharp ? "NativeAOT" : "C";

    public static string Of(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Failed => "failed",
        StageOutcome.Skipped => "nothing to do",
        _ => "",
    };

    /// <summary>How much more or less one size is than another.</summary>
    public static string Change(double before, double after) =>
        $"{(after < before ? "−" : "+")}{Percent(Math.Abs(after - before), before)}";

    /// <summary>What a release does to programs that were compiled against the one before it.</summary>
    public static string Kind(AbiComparison changes) => changes switch
    {
        { IsBreaking: true } => "breaking",
        { Added.Count: 0 } => "the same",
        _ => "compatible",
    };

    /// <summary>The same in a sentence.</summary>
    public static string Of(AbiComparison changes)
    {
        var against = $"compared with {changes.Base} ({changes.From})";
        if (changes is { IsBreaking: false, Added.Count: 0 }) return $"The exports are the same, {against}.";
        var what = $"{Count(changes.Added.Count, "export")} added, {changes.Removed.Count} gone, "
            + $"{changes.Changed.Count} changed, {against}.";
        return changes.AllowedBecause is { } because ? $"{what} Allowed: {because}." : what;
    }

    /// <summary>Who signed the packages, and for how long that holds.</summary>
    public static string Of(ReportedSignature signature)
    {
        if (signature.Certificate is not { } by) return "The packages are not signed.";
        var time = by.Timestamped
            ? "with a time-stamp"
            : $"without a time-stamp: the signatures end with the certificate on {by.NotAfter:yyyy-MM-dd}";
        return $"The packages are signed by {by.Subject}, certificate SHA-256 {by.Fingerprint}, {time}.";
    }

    /// <summary>What it takes to make the packages again.</summary>
    public static string Of(IReadOnlyList<ToolVersion> madeWith) =>
        "The packages can be made again, byte for byte, with "
        + $"{string.Join(", ", madeWith.Select(tool => $"{tool.Name} {tool.Version}"))}: "
        + "--target Audit --package FILE does so and compares.";

    /// <summary>Who vouches for how many digests.</summary>
    public static string Of(VouchedDigests digests) => $"{Count(digests.Assets, "asset")}: {digests.From switch
    {
        DigestSource.GitHub => "the digest is GitHub’s own",
        DigestSource.FirstDownload => "GitHub gives no digest; pinned at the first download",
        _ => "the digest was computed from a file in a folder",
    }}{Confirmed(digests.ConfirmedBy)}";

    private static string Confirmed(IReadOnlyList<string> files) =>
        files.Count == 0 ? "" : $"; {Listed.Some(files, 1)} {(files.Count == 1 ? "has" : "have")} the same";
}
