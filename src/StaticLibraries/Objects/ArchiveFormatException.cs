namespace StaticLibraries.Objects;

/// <summary>
/// A file that is not what its format says: cut short, damaged, or made to mislead. The one exception that reading an
/// archive or an object throws for the file's content; I/O errors of the system pass through as they are.
/// </summary>
public sealed class ArchiveFormatException : InputException
{
    private const string DefaultAdvice = "the file is cut short or damaged: get it again, or build it again";

    /// <param name="file">The path of the file.</param>
    /// <param name="member">The archive member that was being read; null outside of any.</param>
    /// <param name="offset">Where, in bytes from the start of the file.</param>
    /// <param name="expected">What the format asks for at that place.</param>
    /// <param name="found">What is there.</param>
    /// <param name="advice">What to do; null for the advice that suits a damaged file.</param>
    public ArchiveFormatException(string file, string? member, long offset, string expected, string found, string? advice = null)
        : base(
            $"{file}{(member is null ? "" : $"({member})")} at byte 0x{offset:x}: expected {expected}, found {found}; "
            + $"{advice ?? DefaultAdvice}")
    {
        File = file;
        Member = member;
        Offset = offset;
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>The archive member that was being read; null outside of any.</summary>
    public string? Member { get; }

    /// <summary>Where, in bytes from the start of the file.</summary>
    public long Offset { get; }
}
