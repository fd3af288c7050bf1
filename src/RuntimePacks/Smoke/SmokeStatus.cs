namespace RuntimePacks.Smoke;

/// <summary>The end of a smoke test.</summary>
public enum SmokeStatus
{
    /// <summary>The program ran as any program of this machine does, and its answers are right.</summary>
    Ran,

    /// <summary>The same under qemu, which plays another processor.</summary>
    RanUnderQemu,

    /// <summary>The same under wine, which plays Windows.</summary>
    RanUnderWine,

    /// <summary>The program links and holds every export; nothing here runs it.</summary>
    Linked,

    /// <summary>This machine cannot link for the RID, or lacks a tool for it that cannot be installed.</summary>
    NotTried,

    /// <summary>It does not link, lacks an export, gave a wrong answer, or needs more than the system.</summary>
    Failed,
}
