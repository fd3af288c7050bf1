using StaticLibraries.Coff;

namespace StaticLibraries.Slimming.Coff;

/// <summary>What a section is to slimming.</summary>
internal enum CoffRole : byte
{
    /// <summary>No section.</summary>
    Structure,

    /// <summary>Lives when something refers to it.</summary>
    Content,

    /// <summary>Lives by itself in a member that is taken.</summary>
    Root,

    /// <summary>Debugging data, bitcode, tables for other tools, and what says of itself that it does not come into a program.</summary>
    Stripped,

    /// <summary>Words for the linker.</summary>
    Directives,

    /// <summary>Numbers of symbols, of four bytes each.</summary>
    Table,

    /// <summary>Unwind entries of several functions.</summary>
    Entries,
}

internal static class CoffRoles
{
    /// <summary>What the linker makes guard tables of (/guard:cf, /guard:ehcont), and handlers of exceptions (/safeseh).</summary>
    private static readonly string[] s_tables = [".gfids", ".giats", ".gljmp", ".gehcont", ".sxdata"];

    private static readonly string[] s_stripped =
    [
        ".debug", ".zdebug", ".stab", ".stabstr", ".gnu_debuglink", ".llvmbc", ".llvmcmd", ".llvm_addrsig", ".llvm.call-graph-profile",
        ".gnu.lto_", ".gnu.debuglto_", ".chks64",
    ];

    /// <summary>What nothing but relocations leads into, whatever is behind the dollar.</summary>
    private static readonly string[] s_referred = [".text", ".bss", ".xdata", ".pdata", ".tls", ".gcc_except_table"];

    /// <summary>
    /// The same, where what is behind the dollar is the name of a symbol or one that compilers add; any other may be a part of a table
    /// that is gone through from its start to its end.
    /// </summary>
    private static readonly string[] s_data = [".rdata", ".data"];

    private static readonly string[] s_compilers = ["r", "rs", "zzz", "zzzdbg", "voltmd", "brc"];

    /// <summary>
    /// The part of a section's name that is left in a program: sections are put together by it, in the order of what is behind the
    /// dollar.
    /// </summary>
    public static ReadOnlySpan<byte> BaseOf(ReadOnlySpan<byte> name) =>
        name.IndexOf((byte)'$') is >= 0 and var dollar ? name[..dollar] : name;

    /// <summary>What is behind the dollar; nothing where there is none.</summary>
    public static ReadOnlySpan<byte> SuffixOf(ReadOnlySpan<byte> name) =>
        name.IndexOf((byte)'$') is >= 0 and var dollar ? name[(dollar + 1)..] : [];

    /// <param name="name">Of the section.</param>
    /// <param name="section">Its header.</param>
    /// <param name="isOfSymbol">Whether what is behind the dollar is the name of a symbol of the member.</param>
    public static CoffRole Of(ReadOnlySpan<byte> name, in CoffSectionHeader section, bool isOfSymbol)
    {
        if (name.SequenceEqual(".drectve"u8)) return CoffRole.Directives;
        if (Is(s_tables, BaseOf(name))) return CoffRole.Table;
        if ((section.Characteristics & CoffSectionHeader.Remove) != 0 || IsStripped(name)) return CoffRole.Stripped;
        if (IsConstructors(name)) return CoffRole.Root;
        return section.IsComdat || IsReferred(name, isOfSymbol) ? CoffRole.Content : CoffRole.Root;
    }

    /// <summary>Pointers to functions that run before main or after, or when a thread begins or ends.</summary>
    private static bool IsConstructors(ReadOnlySpan<byte> name) =>
        name.StartsWith(".CRT$"u8) || name.StartsWith(".ctors"u8) || name.StartsWith(".dtors"u8);

    private static bool IsStripped(ReadOnlySpan<byte> name)
    {
        foreach (var start in s_stripped)
        {
            if (Starts(name, start)) return true;
        }

        return false;
    }

    private static bool IsReferred(ReadOnlySpan<byte> name, bool isOfSymbol)
    {
        // GCC has dots too: .text.startup, .text.unlikely.
        if (Is(s_referred, BaseOf(name)) || name.StartsWith(".text."u8)) return true;
        var suffix = SuffixOf(name);
        return Is(s_data, BaseOf(name))
            && (!name.Contains((byte)'$') || isOfSymbol || suffix.StartsWith(".refptr."u8) || Is(s_compilers, suffix));
    }

    private static bool Is(string[] names, ReadOnlySpan<byte> name)
    {
        foreach (var one in names)
        {
            if (one.Length == name.Length && Starts(name, one)) return true;
        }

        return false;
    }

    private static bool Starts(ReadOnlySpan<byte> name, string start)
    {
        if (name.Length < start.Length) return false;
        for (var index = 0; index < start.Length; index++)
        {
            if (name[index] != start[index]) return false;
        }

        return true;
    }
}
