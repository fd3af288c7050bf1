namespace StaticLibraries.Objects;

/// <summary>The purpose of a section, as far as its name, type and flags tell.</summary>
public enum SectionKind
{
    Other,
    Code,
    Data,
    ReadOnlyData,
    /// <summary>Takes memory at run time and no bytes in the file.</summary>
    ZeroFill,
    /// <summary>The initial values of thread-locals, or the room for those that start as zero.</summary>
    ThreadLocal,
    /// <summary>Pointers to functions that run before main or when the library is loaded, or after.</summary>
    Constructors,
    /// <summary>What unwinding needs: .eh_frame, .gcc_except_table, __compact_unwind, .pdata, .xdata.</summary>
    UnwindTable,
    Debug,
    /// <summary>LLVM bitcode, or the command line that made it, beside machine code.</summary>
    Bitcode,
    RustMetadata,
    /// <summary>Words for the linker: .drectve, LC_LINKER_OPTION.</summary>
    LinkerDirectives,
    /// <summary>A piece of an import library: .idata$2 and its like.</summary>
    Import,
}

/// <summary>One section of an object. Its name is read when asked for: <see cref="ObjectFile.NameOf(in ObjectSection)"/>.</summary>
/// <param name="Index">The format's own number of the section.</param>
/// <param name="NamePosition">Where the object finds the name; the meaning is the format's own.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Size">In bytes, in memory.</param>
/// <param name="FileOffset">In bytes from the start of the object; 0 when it has no bytes in the file.</param>
/// <param name="FileSize">In bytes, in the file.</param>
/// <param name="Address">What the values of symbols in it count from: 0 where they are offsets in the section.</param>
public readonly record struct ObjectSection(
    long Index, long NamePosition, SectionKind Kind, ulong Size, long FileOffset, long FileSize, ulong Address = 0);
