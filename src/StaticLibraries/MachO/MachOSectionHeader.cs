using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>One section header (mach-o/loader.h, struct section and section_64), the fields that are used here.</summary>
internal readonly record struct MachOSectionHeader(ulong Address, ulong Size, long Offset, uint Flags)
{
    public const int NameLength = 16;
    private const uint TypeMask = 0xff, ZeroFill = 1, GbZeroFill = 0xc, ModInit = 9, ModTerm = 0xa, InitOffsets = 0x16;
    private const uint ThreadLocalRegular = 0x11, ThreadLocalZeroFill = 0x12, ThreadLocalVariables = 0x13, ThreadLocalInit = 0x15;
    private const uint Instructions = 0x8000_0000, SomeInstructions = 0x400, Debug = 0x0200_0000;

    public static MachOSectionHeader Read(MachOHeader header, ReadOnlySpan<byte> bytes) => header.Is64
        ? new(header.U64(bytes[32..]), header.U64(bytes[40..]), header.U32(bytes[48..]), header.U32(bytes[64..]))
        : new(header.U32(bytes[32..]), header.U32(bytes[36..]), header.U32(bytes[40..]), header.U32(bytes[56..]));

    private uint Type => Flags & TypeMask;

    public bool IsZeroFill => Type is ZeroFill or GbZeroFill or ThreadLocalZeroFill;

    /// <summary>What a symbol in this section names.</summary>
    public SymbolKind SymbolKind => Type switch
    {
        ThreadLocalRegular or ThreadLocalZeroFill or ThreadLocalVariables => SymbolKind.Tls,
        _ => (Flags & (Instructions | SomeInstructions)) != 0 ? SymbolKind.Func : SymbolKind.Data,
    };

    /// <summary>What the section is for, by its type and flags and by the names that compilers use.</summary>
    /// <param name="segment">The segment's name, which is the second field of the header.</param>
    /// <param name="name">The section's own name, which is the first.</param>
    public SectionKind KindOf(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> name)
    {
        if (Type is ModInit or ModTerm or InitOffsets) return SectionKind.Constructors;
        if (Type is ThreadLocalRegular or ThreadLocalZeroFill or ThreadLocalVariables or ThreadLocalInit) return SectionKind.ThreadLocal;
        if (name.SequenceEqual(".rmeta"u8) || name.SequenceEqual(".rustc"u8)) return SectionKind.RustMetadata;
        if (segment.SequenceEqual("__LLVM"u8)) return SectionKind.Bitcode;
        // __compact_unwind is marked as debugging data, since the linker writes another form of it.
        if (name.SequenceEqual("__eh_frame"u8)
            || name.SequenceEqual("__compact_unwind"u8)
            || name.SequenceEqual("__gcc_except_tab"u8))
        {
            return SectionKind.UnwindTable;
        }

        if ((Flags & Debug) != 0 || segment.SequenceEqual("__DWARF"u8)) return SectionKind.Debug;
        if ((Flags & Instructions) != 0) return SectionKind.Code;
        if (IsZeroFill) return SectionKind.ZeroFill;
        return segment.SequenceEqual("__TEXT"u8) || name.SequenceEqual("__const"u8) ? SectionKind.ReadOnlyData : SectionKind.Data;
    }
}
