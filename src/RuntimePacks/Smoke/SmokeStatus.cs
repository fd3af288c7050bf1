namespace RuntimePacks.Smoke;

/// <summary>The end of a smoke test.</summary>
public enum SmokeStatus
{
    Passed,

    /// <summary>This machine cannot link for the RID, cannot run what it links, or lacks a tool for it that cannot be installed.</summary>
    NotRun,

    /// <summary>It did not publish, gave a wrong answer, or needs more than the system.</summary>
    Failed,
}
