using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>The Mach header (Apple's mach-o/loader.h, struct mach_header and mach_header_64).</summary>
internal sealed class MachOHeader
{
    public const uint Magic = 0xfeedface, Magic64 = 0xfeedfacf;

    private const uint Swapped = 0xcefaedfe, Swapped64 = 0xcffaedfe;

    public MachOHeader(ByteRange bytes)
    {
        Span<byte> header = stackalloc byte[32];
        bytes.Read(0, header[..28], "a Mach header");
        IsBigEndian = BinaryPrimitives.ReadUInt32BigEndian(header) is Magic or Magic64;
        Is64 = U32(header) == Magic64;
        CpuType = U32(header[4..]);
        CpuSubtype = U32(header[8..]);
        FileType = U32(header[12..]);
        CommandCount = U32(header[16..]);
        CommandsSize = U32(header[20..]);
        Flags = U32(header[24..]);
    }

    /// <summary>Whether a file that starts so is Mach-O, for one machine.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(start) is (Magic or Magic64 or Swapped or Swapped64);

    public bool Is64 { get; }

    public bool IsBigEndian { get; }

    public uint CpuType { get; }

    public uint CpuSubtype { get; }

    public uint FileType { get; }

    public uint CommandCount { get; }

    public uint CommandsSize { get; }

    public uint Flags { get; }

    /// <summary>Of the header itself, in bytes.</summary>
    public int Size => Is64 ? 32 : 28;

    /// <summary>The numbers of cputype (mach/machine.h).</summary>
    public Machine Machine => MachineOf(CpuType);

    public ObjectType Type => FileType switch
    {
        1 => ObjectType.Relocatable,
        2 => ObjectType.Executable,
        6 or 8 or 9 => ObjectType.SharedLibrary,
        _ => ObjectType.Other,
    };

    public ushort U16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint U32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong U64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    public static Machine MachineOf(uint cpuType) => cpuType switch
    {
        0x0000_0007 => Machine.I686,
        0x0100_0007 => Machine.X86_64,
        0x0000_000c => Machine.Arm,
        0x0100_000c => Machine.Aarch64,
        0x0000_0012 => Machine.Powerpc,
        0x0100_0012 => Machine.Powerpc64,
        _ => Machine.Unknown,
    };
}
