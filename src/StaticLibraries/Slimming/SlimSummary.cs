using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming;

/// <summary>What slimming did to one library.</summary>
public sealed record SlimSummary
{
    public required SlimMode Mode { get; init; }

    public required ObjectFormat Format { get; init; }

    /// <summary>Objects in the library as it came, those of the system's own not counted.</summary>
    public required int Members { get; init; }

    /// <summary>Objects of the system's own, which were left out.</summary>
    public required int SystemMembers { get; init; }

    /// <summary>Of <see cref="Members"/>, the ones of which something is left.</summary>
    public required int MembersKept { get; init; }

    /// <summary>Members of the library that was written.</summary>
    public required int MembersWritten { get; init; }

    /// <summary>Of the file, in bytes.</summary>
    public required long InputSize { get; init; }

    /// <summary>Of the file, in bytes.</summary>
    public required long OutputSize { get; init; }

    /// <summary>Of sections (for Mach-O atoms, for unwind tables records) with code and data, debugging data not counted.</summary>
    public required PieceCount Pieces { get; init; }

    /// <summary>Of those, what is left.</summary>
    public required PieceCount PiecesKept { get; init; }

    /// <summary>
    /// The names that the library that was written refers to and does not define, as the format has them, in the order of their
    /// bytes.
    /// </summary>
    public required IReadOnlyList<string> Undefined { get; init; }

    /// <summary>What a maintainer should know, a sentence each.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}
