using System.Buffers.Binary;
using StaticLibraries.Bitcode;
using StaticLibraries.Coff;
using StaticLibraries.Elf;
using StaticLibraries.MachO;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>Tells the format of an object by its first bytes, and opens the reader for it.</summary>
internal static class ObjectFormats
{
    /// <summary>In bytes: how much of the start is needed to tell.</summary>
    private const int Enough = 64;

    /// <summary>ANON_OBJECT_HEADER_BIGOBJ's class id: {D1BAA1C7-BAEE-4ba9-AF20-FAF66AA4DCB8}.</summary>
    private static ReadOnlySpan<byte> BigObj =>
        [0xc7, 0xa1, 0xba, 0xd1, 0xee, 0xba, 0xa9, 0x4b, 0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4, 0xdc, 0xb8];

    /// <summary>The class id of what a Microsoft compiler writes with /GL: {0CB3FE38-D9A5-4DAB-AC9B-D6B6222653C2}.</summary>
    private static ReadOnlySpan<byte> Ltcg =>
        [0x38, 0xfe, 0xb3, 0x0c, 0xa5, 0xd9, 0xab, 0x4d, 0xac, 0x9b, 0xd6, 0xb6, 0x22, 0x26, 0x53, 0xc2];

    /// <summary>The reader of an object's headers.</summary>
    /// <exception cref="ArchiveFormatException">It is in none of the formats, or its headers are damaged.</exception>
    public static ObjectFile Open(ByteRange bytes)
    {
        return TryOpen(bytes) ?? throw bytes.Fault(0, "an object file (ELF, Mach-O, COFF, LLVM bitcode, WebAssembly)", Found(bytes),
            "remove the member from the archive, or get the file again if it is damaged");
    }

    /// <summary>The reader of an object's headers; null when it is in none of the formats.</summary>
    /// <exception cref="ArchiveFormatException">Its headers are damaged.</exception>
    public static ObjectFile? TryOpen(ByteRange bytes)
    {
        Span<byte> buffer = stackalloc byte[Enough];
        var start = bytes.ReadStart(buffer);
        if (start.Length < 4) return null;
        if (MachOHeader.IsMagic(start)) return new MachOObject(bytes);
        if (UniversalFile.IsMagic(start)) return new UniversalFile(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(start) switch
        {
            0x7f45_4c46 => new ElfObject(bytes),
            BitcodeObject.Magic or BitcodeObject.WrapperMagic => new BitcodeObject(bytes),
            0x0061_736d => new OpaqueObject(bytes, ObjectFormat.Wasm, Machine.Wasm32),
            0x7275_7374 when start.Length >= 8 && start[4..7] is [0, 0, 0] => new OpaqueObject(bytes, ObjectFormat.RustMetadata),
            0x0000_ffff => Anonymous(bytes, start),
            _ when start[..2] is [(byte)'M', (byte)'Z'] => Image(bytes, start),
            _ => IsCoff(start, bytes.Length) ? new CoffObject(bytes) : null,
        };
    }

    /// <summary>
    /// COFF has no magic: a machine that is known, and no optional header. An
    /// object that fits any machine (0) has its symbols in the file at least.
    /// </summary>
    private static bool IsCoff(ReadOnlySpan<byte> start, long length)
    {
        if (start.Length < CoffHeader.Size || BinaryPrimitives.ReadUInt16LittleEndian(start[16..]) != 0) return false;
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(start);
        if (machine != 0) return CoffHeader.MachineOf(machine) != Machine.Unknown;
        long symbols = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        long count = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        return count > 0 && symbols >= CoffHeader.Size && symbols + count * 18 <= length;
    }

    /// <summary>
    /// Version 0 is an import; with 2 and its class id a bigobj; anything else an object that only its own compiler reads.
    /// </summary>
    private static ObjectFile? Anonymous(ByteRange bytes, ReadOnlySpan<byte> start)
    {
        if (start.Length < 20) return null;
        var version = BinaryPrimitives.ReadUInt16LittleEndian(start[4..]);
        if (version == 0) return new CoffImport(bytes);
        if (version >= 2 && start.Length >= 56 && start[12..28].SequenceEqual(BigObj)) return new CoffObject(bytes);
        var isLtcg = start.Length >= 28 && start[12..28].SequenceEqual(Ltcg);
        return new OpaqueObject(
            bytes,
            ObjectFormat.CoffAnonymous,
            CoffHeader.MachineOf(BinaryPrimitives.ReadUInt16LittleEndian(start[6..])),
            TargetOs.Windows)
        {
            Description = isLtcg ? "compiled with /GL for link-time code generation" : null,
        };
    }

    private static CoffObject? Image(ByteRange bytes, ReadOnlySpan<byte> start)
    {
        if (start.Length < Enough) return null;
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(start[60..]);
        Span<byte> signature = stackalloc byte[4];
        if (offset + 4 > bytes.Length) return null;
        bytes.Read(offset, signature, "a PE signature");
        return signature.SequenceEqual("PE\0\0"u8) ? new CoffObject(bytes, offset + 4) : null;
    }

    private static string Found(ByteRange bytes)
    {
        Span<byte> buffer = stackalloc byte[8];
        var start = bytes.ReadStart(buffer);
        return start.IsEmpty ? "nothing" : $"bytes {Convert.ToHexString(start)}";
    }
}
