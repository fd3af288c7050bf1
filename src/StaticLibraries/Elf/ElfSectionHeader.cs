using System.Runtime.CompilerServices;
using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>One section header (System V gABI, chapter 4, "Sections"), the fields that are used here.</summary>
internal readonly record struct ElfSectionHeader(
    uint Name, uint Type, ulong Flags, ulong Address, long Offset, long Size, uint Link, uint Info, long Alignment, long EntrySize)
{
    public const uint ProgBits = 1, SymTab = 2, StrTab = 3, Rela = 4, Dynamic = 6, Note = 7, NoBits = 8, Rel = 9, DynSym = 11, Group = 17,
        VersionNeeds = 0x6fff_fffe;
    public const uint InitArray = 14, FiniArray = 15, PreinitArray = 16, SymTabShndx = 18, X86Unwind = 0x7000_0001;
    public const ulong
        Write = 1, Alloc = 2, ExecInstr = 4, Merge = 0x10, Strings = 0x20, InfoLink = 0x40, LinkOrder = 0x80, InGroup = 0x200, Tls = 0x400;
    public const ulong Compressed = 0x800, Retain = 0x20_0000, Exclude = 0x8000_0000;

    [MethodImpl(Hot.Path)]
    public static ElfSectionHeader Read(ElfHeader header, ReadOnlySpan<byte> bytes) => header.Is64
        ? new(
            header.U32(bytes), header.U32(bytes[4..]), header.U64(bytes[8..]), header.U64(bytes[16..]), header.Address(bytes[24..]),
            header.Address(bytes[32..]), header.U32(bytes[40..]), header.U32(bytes[44..]), header.Address(bytes[48..]),
            header.Address(bytes[56..]))
        : new(
            header.U32(bytes), header.U32(bytes[4..]), header.U32(bytes[8..]), header.U32(bytes[12..]), header.U32(bytes[16..]),
            header.U32(bytes[20..]), header.U32(bytes[24..]), header.U32(bytes[28..]), header.U32(bytes[32..]), header.U32(bytes[36..]));

    /// <summary>What the section is for, where type and flags say it alone: so for most sections no name is read.</summary>
    public SectionKind? KindWithoutName => Type switch
    {
        InitArray or FiniArray or PreinitArray => SectionKind.Constructors,
        SymTab or StrTab or Rela or Rel or Group => SectionKind.Other,
        ProgBits when (Flags & (Alloc | ExecInstr | Tls)) == (Alloc | ExecInstr) => SectionKind.Code,
        _ => null,
    };

    /// <summary>What the section is for: first by type and flags, then by the names that compilers use.</summary>
    [MethodImpl(Hot.Path)]
    public SectionKind KindOf(ReadOnlySpan<byte> name)
    {
        if (Type is InitArray or FiniArray or PreinitArray) return SectionKind.Constructors;
        if ((Flags & Tls) != 0) return SectionKind.ThreadLocal;
        if ((Flags & Alloc) == 0)
        {
            // Some processors have a section type of their own for these.
            if (name.StartsWith(".debug_"u8) || name.StartsWith(".zdebug_"u8)) return SectionKind.Debug;
            if (name.SequenceEqual(".rmeta"u8) || name.SequenceEqual(".rustc"u8)) return SectionKind.RustMetadata;
        }

        if (Type is not (ProgBits or NoBits or X86Unwind)) return SectionKind.Other;
        if (name.SequenceEqual(".llvmbc"u8) || name.SequenceEqual(".llvmcmd"u8) || name.StartsWith(".gnu.lto_"u8))
        {
            return SectionKind.Bitcode;
        }

        if ((Flags & Alloc) == 0) return SectionKind.Other;
        if (name.StartsWith(".eh_frame"u8) || name.StartsWith(".gcc_except_table"u8) || name.StartsWith(".ARM.ex"u8))
        {
            return SectionKind.UnwindTable;
        }

        if (name.StartsWith(".ctors"u8) || name.StartsWith(".dtors"u8)) return SectionKind.Constructors;
        if ((Flags & ExecInstr) != 0) return SectionKind.Code;
        if (Type == NoBits) return SectionKind.ZeroFill;
        return (Flags & Write) != 0 ? SectionKind.Data : SectionKind.ReadOnlyData;
    }
}
