using System.Diagnostics.CodeAnalysis;

namespace StaticLibraries.Ar;

/// <summary>The archive formats that share one magic: they differ in names, symbol tables and padding.</summary>
public enum ArFlavour
{
    /// <summary>No members, or none that tells.</summary>
    Unknown,
    /// <summary>System V and GNU: <c>/</c> or <c>/SYM64/</c>, long names in <c>//</c>.</summary>
    Gnu,
    /// <summary>BSD: <c>__.SYMDEF</c>, long names before the data (<c>#1/</c>).</summary>
    Bsd,
    /// <summary>BSD with Mach-O members, as Apple's tools write it.</summary>
    Darwin,
    /// <summary>Microsoft's: two linker members <c>/</c>, long names in <c>//</c> that end with a zero byte.</summary>
    Coff,
}

/// <summary>The purpose of a member.</summary>
public enum ArMemberKind
{
    [SuppressMessage("Naming", "CA1720", Justification = "An object file is what it is.")]
    Object,
    /// <summary>An index of symbols for the linker.</summary>
    SymbolTable,
    /// <summary>The names of the members that are too long for a header.</summary>
    LongNames,
}

/// <summary>One member of an archive. Two members may have one name.</summary>
/// <param name="Name">UTF-8 as text; bytes that are not become U+FFFD.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="HeaderOffset">In bytes from the start of the archive: what symbol tables refer to.</param>
/// <param name="DataOffset">In bytes from the start of the archive, after the header and a BSD long name.</param>
/// <param name="Size">Of the data, in bytes, as the header has it less a BSD long name.</param>
/// <param name="IsExternal">In a thin archive: the data is in another file, which the name is the path of.</param>
public sealed record ArMember(string Name, ArMemberKind Kind, long HeaderOffset, long DataOffset, long Size, bool IsExternal);
