namespace StaticLibraries.Slimming.Linking;

/// <summary>What a piece is to slimming.</summary>
[Flags]
internal enum PieceFlags : byte
{
    None = 0,

    /// <summary>Nothing that goes into the output by itself: a symbol table, a string table, the unit as such (piece 0).</summary>
    Structure = 1,

    /// <summary>Never in the output: debugging data, bitcode. A piece that lives must not refer to it.</summary>
    Stripped = 2,

    /// <summary>Takes memory at run time and no bytes in the file.</summary>
    ZeroFill = 4,
}

/// <summary>
/// The smallest part of a member that lives or goes as a whole: a section; where a format tells more, an atom of one
/// (Mach-O) or a record of a table (.eh_frame, .pdata, __compact_unwind). Its bytes stay in the file until the output is written.
/// </summary>
/// <param name="Section">The format's own number of the section that it is, or is a part of.</param>
/// <param name="Offset">Of its bytes, from the start of the member.</param>
/// <param name="Size">In bytes, in the file or (ZeroFill) in memory.</param>
/// <param name="Alignment">In bytes, a power of two.</param>
/// <param name="Flags">What it is to slimming.</param>
internal readonly record struct Piece(int Section, long Offset, long Size, long Alignment, PieceFlags Flags)
{
    public bool IsStripped => (Flags & PieceFlags.Stripped) != 0;

    /// <summary>Whether it counts as code or data.</summary>
    public bool IsContent => (Flags & (PieceFlags.Structure | PieceFlags.Stripped)) == 0;
}
