namespace RuntimePacks.Reports;

/// <summary>One stage of a run: how it ended, and how long it took.</summary>
/// <param name="Stage">The pipeline target.</param>
/// <param name="Seconds">By the clock on the wall.</param>
public sealed record StageTime(string Stage, double Seconds, StageOutcome Outcome);

/// <summary>The end of a stage.</summary>
public enum StageOutcome
{
    Succeeded,

    /// <summary>There was nothing for it to do.</summary>
    Skipped,

    Failed,
}
