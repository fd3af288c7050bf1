using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>
/// The ELF header (System V gABI, chapter 4, "ELF Header"), with the counts that do not fit into it taken from section
/// header 0 (e_shnum 0, e_shstrndx SHN_XINDEX).
/// </summary>
internal sealed class ElfHeader
{
    private const int ShnXIndex = 0xffff;

    public ElfHeader(ByteRange bytes)
    {
        Span<byte> header = stackalloc byte[64];
        bytes.Read(0, header[..16], "an ELF identification");
        Is64 = header[4] switch
        {
            1 => false,
            2 => true,
            var found => throw bytes.Fault(4, "ELF class 1 (32-bit) or 2 (64-bit)", $"{found}"),
        };
        IsBigEndian = header[5] switch
        {
            1 => false,
            2 => true,
            var found => throw bytes.Fault(5, "ELF byte order 1 (little) or 2 (big)", $"{found}"),
        };
        OsAbi = header[7];

        bytes.Read(0, header[..(Is64 ? 64 : 52)], "an ELF header");
        Type = U16(header[16..]);
        MachineNumber = U16(header[18..]);
        Flags = U32(header[(Is64 ? 48 : 36)..]);
        ProgramHeaderOffset = Address(header[(Is64 ? 32 : 28)..]);
        SectionHeaderOffset = Address(header[(Is64 ? 40 : 32)..]);
        var counts = header[(Is64 ? 54 : 42)..];
        ProgramHeaderSize = U16(counts);
        ProgramHeaderCount = U16(counts[2..]);
        SectionHeaderSize = U16(counts[4..]);
        SectionHeaderCount = U16(counts[6..]);
        SectionNamesIndex = U16(counts[8..]);
        if (SectionHeaderOffset != 0) ReadExtendedCounts(bytes);
        else SectionHeaderCount = 0;
    }

    public bool Is64 { get; }

    public bool IsBigEndian { get; }

    public byte OsAbi { get; }

    public int Type { get; }

    public int MachineNumber { get; }

    public uint Flags { get; }

    public long ProgramHeaderOffset { get; }

    public int ProgramHeaderSize { get; }

    public int ProgramHeaderCount { get; }

    public long SectionHeaderOffset { get; }

    public int SectionHeaderSize { get; }

    public long SectionHeaderCount { get; private set; }

    public long SectionNamesIndex { get; private set; }

    public ushort U16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint U32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong U64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>
    /// An offset or a size, of the file's own width; 2^63 and more come out negative and are refused where they are used.
    /// </summary>
    public long Address(ReadOnlySpan<byte> bytes) => Is64 ? (long)U64(bytes) : U32(bytes);

    private void ReadExtendedCounts(ByteRange bytes)
    {
        var size = Is64 ? 64 : 40;
        if (SectionHeaderSize < size) throw bytes.Fault(Is64 ? 58 : 46, $"section headers of {size} bytes or more", $"{SectionHeaderSize}");
        if (SectionHeaderCount != 0 && SectionNamesIndex != ShnXIndex) return;

        Span<byte> first = stackalloc byte[64];
        bytes.Read(SectionHeaderOffset, first[..size], "section header 0");
        if (SectionHeaderCount == 0) SectionHeaderCount = Address(first[(Is64 ? 32 : 20)..]);
        if (SectionNamesIndex == ShnXIndex) SectionNamesIndex = U32(first[(Is64 ? 40 : 24)..]);
    }
}
