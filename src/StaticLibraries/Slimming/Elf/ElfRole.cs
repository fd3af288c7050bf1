using StaticLibraries.Elf;

namespace StaticLibraries.Slimming.Elf;

/// <summary>What a section is to slimming.</summary>
internal enum ElfRole : byte
{
    /// <summary>Tables of the object itself: symbols, strings, relocations, groups. They are written anew.</summary>
    Structure,

    /// <summary>Code and data: lives when something refers to it.</summary>
    Content,

    /// <summary>Not loaded, or a note: lives with its member.</summary>
    Beside,

    /// <summary>Lives by itself.</summary>
    Root,

    /// <summary>.eh_frame: its records live with the functions that they describe.</summary>
    Frames,

    /// <summary>.note.GNU-stack: one for all.</summary>
    StackNote,

    /// <summary>.note.gnu.property: one for all.</summary>
    PropertyNote,

    /// <summary>
    /// Nothing that a program runs on: debugging data, bitcode, tables for other tools that hold the numbers of sections or
    /// symbols.
    /// </summary>
    Stripped,
}

/// <summary>Tells sections apart by type, flags and, where those do not tell, by the names that compilers use.</summary>
internal static class ElfRoles
{
    private const uint InitArray =
        ElfSectionHeader.InitArray, FiniArray = ElfSectionHeader.FiniArray, PreinitArray = ElfSectionHeader.PreinitArray;

    /// <summary>LLVM's (llvm/BinaryFormat/ELF.h): they hold numbers of symbols or of sections, or are bitcode.</summary>
    private const uint CallGraphProfileOld =
        0x6fff_4c02, AddressSignificance = 0x6fff_4c03, BasicBlocksOld = 0x6fff_4c08, CallGraphProfile = 0x6fff_4c09,
        BasicBlocks = 0x6fff_4c0a, Offloading = 0x6fff_4c0b, Lto = 0x6fff_4c0c;

    public static ElfRole Of(in ElfSectionHeader section, ReadOnlySpan<byte> name)
    {
        var isLoaded = (section.Flags & ElfSectionHeader.Alloc) != 0;
        switch (section.Type)
        {
            case 0 or ElfSectionHeader.SymTab or ElfSectionHeader.Rela or ElfSectionHeader.Rel:
            case ElfSectionHeader.Group or ElfSectionHeader.SymTabShndx:
            case ElfSectionHeader.StrTab when !isLoaded:
                return ElfRole.Structure;
            case AddressSignificance or CallGraphProfile or CallGraphProfileOld or BasicBlocks or BasicBlocksOld or Offloading or Lto:
                return ElfRole.Stripped;
            case InitArray or FiniArray or PreinitArray:
                return ElfRole.Root;
        }

        // What is not to be in any program says so: bitcode for link-time optimization, command lines, tables for the linker.
        if ((section.Flags & ElfSectionHeader.Exclude) != 0) return ElfRole.Stripped;
        if (name.SequenceEqual(".note.GNU-stack"u8)) return ElfRole.StackNote;
        if (name.SequenceEqual(".note.gnu.property"u8)) return ElfRole.PropertyNote;
        if (!isLoaded) return IsDebugging(name) ? ElfRole.Stripped : ElfRole.Beside;
        if (name.SequenceEqual(".eh_frame"u8) && section.Type != ElfSectionHeader.NoBits) return ElfRole.Frames;
        if ((section.Flags & ElfSectionHeader.Retain) != 0 || IsConstructors(name)) return ElfRole.Root;
        if (section.Type == ElfSectionHeader.Note && (section.Flags & ElfSectionHeader.InGroup) == 0) return ElfRole.Beside;
        return ElfRole.Content;
    }

    /// <summary>Whether a section of this name gets symbols <c>__start_NAME</c> and <c>__stop_NAME</c> from linkers.</summary>
    public static bool IsIdentifier(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || char.IsAsciiDigit((char)name[0])) return false;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '_') return false;
        }

        return true;
    }

    private static bool IsDebugging(ReadOnlySpan<byte> name) =>
        name.StartsWith(".debug_"u8) || name.StartsWith(".zdebug_"u8) || name.StartsWith(".stab"u8) || name.StartsWith(".gnu.debuglto_"u8)
        || name.StartsWith(".gnu.lto_"u8) || name.StartsWith(".llvm.lto"u8) || name.StartsWith(".gnu.linkonce.wi."u8)
        || name.SequenceEqual(".llvmbc"u8) || name.SequenceEqual(".llvmcmd"u8) || name.SequenceEqual(".comment"u8)
            || name.SequenceEqual(".gdb_index"u8)
        || name.SequenceEqual(".debug"u8) || name.SequenceEqual(".line"u8) || name.SequenceEqual(".GCC.command.line"u8)
        || name.StartsWith(".gnu.build.attributes"u8) || name.StartsWith(".BTF"u8) || name.SequenceEqual(".ctf"u8);

    private static bool IsConstructors(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(".init"u8) || name.SequenceEqual(".fini"u8) || name.SequenceEqual(".jcr"u8) || name.StartsWith(".ctors"u8)
            || name.StartsWith(".dtors"u8)
        || name.StartsWith(".init_array"u8) || name.StartsWith(".fini_array"u8) || name.StartsWith(".preinit_array"u8);
}
