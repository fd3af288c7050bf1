using System.Buffers.Binary;

namespace StaticLibraries.MachO;

/// <summary>A load command as it is, for those that hold no offset into the file.</summary>
/// <param name="Bytes">All of it, number and size too.</param>
internal sealed record MachOCommand(byte[] Bytes)
{
    public const uint Segment64 = 0x19, SymbolTable = 2, DynamicSymbolTable = 0xb, LinkerOption = 0x2d, OptimizationHints = 0x2e,
        DataInCode = 0x29, BuildVersion = 0x32;

    private const uint MinMacOs = 0x24, MinIphoneOs = 0x25, MinTvOs = 0x2f, MinWatchOs = 0x30, Uuid = 0x1b, SourceVersion = 0x2a;

    public uint Number => Field(0);

    /// <summary>A 32-bit field.</summary>
    /// <param name="offset">In bytes from the start of the command.</param>
    public uint Field(int offset) => offset + 4 <= Bytes.Length ? BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(offset)) : 0;

    /// <summary>LC_VERSION_MIN_*: a system and its oldest version.</summary>
    public bool IsVersionMin => Number is MinMacOs or MinIphoneOs or MinTvOs or MinWatchOs;

    /// <summary>Says which object it is, or which sources: nothing of it is true of another object.</summary>
    public bool IsIdentity => Number is Uuid or SourceVersion;
}
