using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>
/// The header of a COFF object (Microsoft's PE Format, "COFF File Header"), or the larger one of a bigobj (ANON_OBJECT_HEADER_BIGOBJ in
/// winnt.h), which has 32-bit section numbers.
/// </summary>
internal sealed class CoffHeader
{
    /// <summary>Of the header of an object that is no bigobj, in bytes.</summary>
    public const int Size = 20;

    public const int Dll = 0x2000, ExecutableImage = 0x0002;

    /// <param name="bytes">The object, or the executable.</param>
    /// <param name="offset">Where the header is in it: 0, or after the PE signature of an executable.</param>
    public CoffHeader(ByteRange bytes, long offset)
    {
        Span<byte> header = stackalloc byte[56];
        bytes.Read(offset, header[..20], "a COFF header");
        IsBigObj = offset == 0 && BinaryPrimitives.ReadUInt32LittleEndian(header) == 0xffff_0000;
        if (IsBigObj)
        {
            bytes.Read(0, header, "a bigobj header");
            MachineNumber = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
            SectionCount = BinaryPrimitives.ReadUInt32LittleEndian(header[44..]);
            SymbolTableOffset = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);
            SymbolCount = BinaryPrimitives.ReadUInt32LittleEndian(header[52..]);
            SectionTableOffset = 56;
            return;
        }

        MachineNumber = BinaryPrimitives.ReadUInt16LittleEndian(header);
        SectionCount = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
        SymbolTableOffset = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        SymbolCount = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        SectionTableOffset = offset + 20 + BinaryPrimitives.ReadUInt16LittleEndian(header[16..]);
        Characteristics = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        if (SymbolTableOffset == 0) SymbolCount = 0;
    }

    public bool IsBigObj { get; }

    public int MachineNumber { get; }

    public long SectionCount { get; }

    public long SectionTableOffset { get; }

    public long SymbolTableOffset { get; }

    public long SymbolCount { get; }

    public int Characteristics { get; }

    /// <summary>Of one symbol record, in bytes.</summary>
    public int SymbolSize => IsBigObj ? 20 : 18;

    public Machine Machine => MachineOf(MachineNumber);

    /// <summary>PE Format, "Machine Types". 0 is for objects that fit any machine.</summary>
    public static Machine MachineOf(int number) => number switch
    {
        0x014c => Machine.I686,
        0x8664 => Machine.X86_64,
        0xaa64 => Machine.Aarch64,
        0xa641 or 0xa64e => Machine.Arm64EC,
        0x01c0 or 0x01c2 or 0x01c4 => Machine.Arm,
        0x5032 => Machine.Riscv32,
        0x5064 => Machine.Riscv64,
        0x6232 or 0x6264 => Machine.Loongarch64,
        _ => Machine.Unknown,
    };
}
