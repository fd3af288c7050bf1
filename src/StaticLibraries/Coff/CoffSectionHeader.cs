using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>One section header (PE Format, "Section Table"), the fields that are used here.</summary>
internal readonly record struct CoffSectionHeader(uint RawSize, uint RawOffset, uint Characteristics)
{
    public const int Size = 40, NameLength = 8;
    private const uint Code = 0x20, Uninitialized = 0x80, Info = 0x200, Write = 0x8000_0000, Discardable = 0x0200_0000;

    public static CoffSectionHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]));

    public bool IsCode => (Characteristics & Code) != 0;

    public bool IsZeroFill => (Characteristics & Uninitialized) != 0;

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
