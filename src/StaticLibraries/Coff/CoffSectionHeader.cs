using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>One section header (PE Format, "Section Table").</summary>
/// <param name="NameField">The eight bytes of its name, as a number.</param>
/// <param name="VirtualSize">0 in objects.</param>
/// <param name="Address">Of its start in memory, 0 in objects.</param>
/// <param name="RawSize">In bytes, in the file or, of one that is zero, in memory.</param>
/// <param name="RawOffset">Of its bytes, from the start of the object.</param>
/// <param name="RelocationOffset">Of its relocations, from the start of the object.</param>
/// <param name="RelocationCount">As the header has it: 65,535 may stand for more.</param>
/// <param name="Characteristics">PE Format, "Section Flags".</param>
internal readonly record struct CoffSectionHeader(
    ulong NameField, uint VirtualSize, uint Address, uint RawSize, uint RawOffset, uint RelocationOffset, uint RelocationCount,
    uint Characteristics)
{
    public const int Size = 40, NameLength = 8;
    public const uint NoPadding = 8, Code = 0x20, Initialized = 0x40, Uninitialized = 0x80, Info = 0x200, Remove = 0x800, Comdat = 0x1000;
    public const uint AlignmentMask = 0xf0_0000, ManyRelocations = 0x0100_0000, Discardable = 0x0200_0000, NotCached = 0x0400_0000;
    public const uint NotPaged = 0x0800_0000, Shared = 0x1000_0000;
    public const uint Execute = 0x2000_0000, MemoryRead = 0x4000_0000, Write = 0x8000_0000;

    public static CoffSectionHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]));

    public bool IsCode => (Characteristics & Code) != 0;

    public bool IsZeroFill => (Characteristics & Uninitialized) != 0;

    public bool IsComdat => (Characteristics & Comdat) != 0;

    /// <summary>In bytes; 16 where the header does not say.</summary>
    public long Alignment =>
        (Characteristics & NoPadding) != 0 ? 1
        : (int)((Characteristics & AlignmentMask) >> 20) is > 0 and var power ? 1L << (power - 1) : 16;

    /// <summary>The flags for an alignment in bytes, a power of two up to 8192.</summary>
    public static uint AlignmentFlags(long alignment) => (uint)(long.Log2(alignment) + 1) << 20;

    /// <summary>What the section is for: by the names that compilers use, then by its flags.</summary>
    public SectionKind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith(".idata$"u8)) return SectionKind.Import;
        if (name.StartsWith(".debug"u8) || name.StartsWith(".zdebug"u8)) return SectionKind.Debug;
        if (name.SequenceEqual(".drectve"u8)) return SectionKind.LinkerDirectives;
        if (name.SequenceEqual(".rmeta"u8) || name.SequenceEqual(".rustc"u8)) return SectionKind.RustMetadata;
        if (name.SequenceEqual(".llvmbc"u8) || name.SequenceEqual(".llvmcmd"u8) || name.StartsWith(".gnu.lto_"u8))
        {
            return SectionKind.Bitcode;
        }

        if (name.StartsWith(".pdata"u8)
            || name.StartsWith(".xdata"u8)
            || name.StartsWith(".eh_frame"u8)
            || name.StartsWith(".gcc_exc"u8))
        {
            return SectionKind.UnwindTable;
        }

        if (name.StartsWith(".tls"u8)) return SectionKind.ThreadLocal;
        if (name.StartsWith(".CRT$X"u8) || name.StartsWith(".ctors"u8) || name.StartsWith(".dtors"u8)) return SectionKind.Constructors;
        if (IsCode) return SectionKind.Code;
        if (IsZeroFill) return SectionKind.ZeroFill;
        if ((Characteristics & (Info | Discardable)) != 0) return SectionKind.Other;
        return (Characteristics & Write) != 0 ? SectionKind.Data : SectionKind.ReadOnlyData;
    }

    /// <summary>What a symbol in this section names, where the symbol itself does not say.</summary>
    public SymbolKind SymbolKindOf(ReadOnlySpan<byte> shortName) =>
        IsCode ? SymbolKind.Func : shortName.StartsWith(".tls"u8) ? SymbolKind.Tls : SymbolKind.Data;
}
