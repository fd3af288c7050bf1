using System.Text.Json.Serialization;
using RuntimePacks.Stages;

namespace RuntimePacks.Smoke;

/// <summary>The result of linking a program with one RID's package, and of running it.</summary>
public sealed record SmokeResult : IKept
{
    public required string Rid { get; init; }

    public required SmokeStatus Status { get; init; }

    /// <summary>What the program is written in; null where none was made.</summary>
    public SmokeLanguage? Language { get; init; }

    /// <summary>Why it was not run or not tried, or how it failed; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The package whose library is in the program too, to see that two of them do not meet; null for none.</summary>
    public string? Beside { get; init; }

    /// <summary>How many answers of the library the program compared with what it expects.</summary>
    public int Checks { get; init; }

    /// <summary>The same of the program without NativeAOT, as <c>dotnet run</c> starts it; null where that was not tried.</summary>
    public int? ChecksWithoutAot { get; init; }

    /// <summary>In bytes.</summary>
    public long ExecutableSize { get; init; }

    /// <summary>The libraries that a consumer's executable needs from the system (ELF's <c>DT_NEEDED</c>, and its like).</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>
    /// The program interpreter that the executable asks for (ELF's <c>PT_INTERP</c>, and its like); null for a static one.
    /// </summary>
    public string? Interpreter { get; init; }

    /// <inheritdoc/>
    public string Key { get; init; } = "";

    /// <summary>Whether a program ran, and its answers are right.</summary>
    [JsonIgnore]
    public bool HasRun => Status is SmokeStatus.Ran or SmokeStatus.RanUnderQemu or SmokeStatus.RanUnderWine;
}
