using RuntimePacks.Releases;

namespace RuntimePacks.Reports;

/// <summary>Which release it is.</summary>
/// <param name="Repository">On GitHub, <c>owner/name</c>.</param>
/// <param name="Commit">The commit that the tag names; null when nobody said.</param>
/// <param name="Sample">Whether it is the sample, which is never published.</param>
public sealed record ReportedRelease(string Repository, string Tag, string Version, string? Commit, bool Sample)
{
    public static ReportedRelease Of(Release release) => new(release.Repository, release.Tag, release.Version, release.Commit, release.Sample);
}

/// <summary>What ended a run.</summary>
/// <param name="Stage">The pipeline target that failed.</param>
/// <param name="Message">What failed, and what to do.</param>
public sealed record ReportedFailure(string Stage, string Message);
