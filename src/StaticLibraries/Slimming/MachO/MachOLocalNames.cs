namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// The names of local symbols. Those that begin with <c>l</c> tell linkers where atoms begin and are in no program (Apple's Assembler
/// Reference, "linker-private labels"), so one name does for all of them, and for the constants that rustc numbers
/// (<c>anon.HASH.1</c>); the others are what backtraces show.
/// </summary>
internal static class MachOLocalNames
{
    public static byte[] Private { get; } = "l_"u8.ToArray();

    /// <summary>The name that a local symbol gets.</summary>
    public static byte[] Of(ReadOnlySpan<byte> name) =>
        (name is [(byte)'l', ..] && !name.StartsWith("l_OBJC"u8)) || name.StartsWith("GCC_except_table"u8) || name.StartsWith("_anon."u8)
            ? Private
            : name.ToArray();

    /// <summary>Whether LLVM's assembler put it at the start of a section, for its own use.</summary>
    public static bool IsSectionStart(ReadOnlySpan<byte> name) => name.StartsWith("ltmp"u8);
}
