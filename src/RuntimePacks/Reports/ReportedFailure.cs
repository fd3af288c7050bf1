namespace RuntimePacks.Reports;

/// <summary>The failure that ended a run.</summary>
/// <param name="Stage">The pipeline target that failed.</param>
/// <param name="Message">What failed, and what to do.</param>
public sealed record ReportedFailure(string Stage, string Message);
