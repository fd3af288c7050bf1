using RuntimePacks.Stages;

namespace RuntimePacks.Smoke;

/// <summary>What became of publishing and running a consumer's program for one RID.</summary>
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

    /// <summary>The libraries that the executable needs from the system (<c>DT_NEEDED</c>).</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>The program interpreter that the executable asks for (<c>PT_INTERP</c>); null for a static one.</summary>
    public string? Interpreter { get; init; }

    /// <inheritdoc/>
    public string Key { get; init; } = "";
}
