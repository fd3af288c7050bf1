namespace RuntimePacks.Smoke;

/// <summary>A failed smoke test ends the run, so there is no status for it.</summary>
public enum SmokeStatus
{
    Passed,
    NotRun,
}
