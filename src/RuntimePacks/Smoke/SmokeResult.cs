using RuntimePacks.Stages;

namespace RuntimePacks.Smoke;

/// <summary>The result of publishing and running a consumer's program for one RID.</summary>
public sealed record SmokeResult : IKept
{
    public required string Rid { get; init; }

    public required SmokeStatus Status { get; init; }

    /// <summary>Why it was not run, or how it failed; null when it passed.</summary>
    public string? Reason { get; init; }

    /// <summary>How many answers of the library the program compared with what it expects.</summary>
    public int Checks { get; init; }

    /// <summary>In bytes.</summary>
    public long ExecutableSize { get; init; }

    /// <summary>The libraries that the executable needs from the system (ELF's <c>DT_NEEDED</c>, and its like).</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>
    /// The program interpreter that the executable asks for (ELF's <c>PT_INTERP</c>, and its like); null for a static one.
    /// </summary>
    public string? Interpreter { get; init; }

    /// <inheritdoc/>
    public string Key { get; init; } = "";
}
