using StaticLibraries.Elf;

namespace StaticLibraries.Slimming.Elf;

/// <summary>What sections are called in the output.</summary>
internal static class ElfSectionNames
{
    /// <summary>What linkers put together by the beginning of its name, and where that is a part of another, the longer first.</summary>
    private static readonly byte[][] s_families = [.. new[]
    {
        ".text.unlikely", ".text.hot", ".text.startup", ".text.exit", ".text", ".rodata", ".data.rel.ro.local", ".data.rel.ro",
        ".data.rel.local", ".data.rel", ".data",
        ".bss.rel.ro", ".bss", ".tbss", ".tdata", ".gcc_except_table", ".ldata", ".lrodata", ".lbss",
    }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>
    /// A name without what compilers put behind it to tell sections of functions and variables apart: here each has a number, and
    /// no linker asks for
    /// more. Mergeable sections keep theirs, which says the size and alignment of what is in them.
    /// </summary>
    public static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> name, in ElfSectionHeader section)
    {
        if ((section.Flags & ElfSectionHeader.Merge) != 0 || IsOfPersonality(name)) return name;
        foreach (var family in s_families)
        {
            if (name.Length > family.Length && name[family.Length] == '.' && name.StartsWith(family)) return family;
        }

        return name;
    }

    /// <summary>Gold, when it leaves out what is dead, takes no note of what unwind tables refer to, but keeps what is called so.</summary>
    private static bool IsOfPersonality(ReadOnlySpan<byte> name) => name.IndexOf("personality"u8) >= 0;
}
