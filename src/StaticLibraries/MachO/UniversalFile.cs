using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>One part of a universal file.</summary>
/// <param name="Machine">What its header says that it is for.</param>
/// <param name="Offset">In bytes from the start of the universal file.</param>
/// <param name="Size">In bytes.</param>
internal readonly record struct UniversalSlice(Machine Machine, long Offset, long Size);

/// <summary>
/// A fat or universal file (Apple's mach-o/fat.h): Mach-O files or archives for several machines in one. Its
/// parts are files of their own.
/// </summary>
internal sealed class UniversalFile : ObjectFile
{
    private const uint Magic = 0xcafebabe, Magic64 = 0xcafebabf;

    /// <summary>A Java class has the same magic; its next four bytes, a version, are 45 or more.</summary>
    private const uint MostSlices = 44;

    private readonly ByteRange _bytes;

    internal UniversalFile(ByteRange bytes) : base(bytes)
    {
        Span<byte> header = stackalloc byte[8];
        bytes.Read(0, header, "a universal header");
        var is64 = BinaryPrimitives.ReadUInt32BigEndian(header) == Magic64;
        var count = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (count > MostSlices) throw bytes.Fault(4, $"at most {MostSlices} machines", $"{count}");
        var size = is64 ? 32 : 20;
        using var entries = new RecordTable(bytes.Slice(8, count, size, "the universal table"), size, "the universal table");
        _bytes = bytes;
        Slices = [.. Enumerable.Range(0, (int)count).Select(index => Slice(entries[index], is64, bytes))];
        // Parts that share bytes would make a small file a large one.
        if (Slices.Sum(slice => slice.Size) > bytes.Length)
        {
            throw bytes.Fault(
                8, "parts that do not overlap", $"{Slices.Sum(slice => slice.Size)} bytes of parts in {bytes.Length}");
        }
    }

    /// <summary>Whether a file that starts so is universal, by its first eight bytes.</summary>
    internal static bool IsMagic(ReadOnlySpan<byte> start) =>
        start.Length >= 8
            && BinaryPrimitives.ReadUInt32BigEndian(start) is (Magic or Magic64)
            && start[4..8] is [0, 0, 0, <= (byte)MostSlices];

    /// <summary>The parts, each a Mach-O file or an archive of its own.</summary>
    internal IEnumerable<ByteRange> Parts => Slices.Select(slice => _bytes.Slice(slice.Offset, slice.Size, "a part of a universal file"));

    public IReadOnlyList<UniversalSlice> Slices { get; }

    public override ObjectFormat Format => ObjectFormat.MachOUniversal;

    private static UniversalSlice Slice(ReadOnlySpan<byte> entry, bool is64, ByteRange bytes)
    {
        var offset = is64 ? BinaryPrimitives.ReadInt64BigEndian(entry[8..]) : BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
        var size = is64 ? BinaryPrimitives.ReadInt64BigEndian(entry[16..]) : BinaryPrimitives.ReadUInt32BigEndian(entry[12..]);
        bytes.Slice(offset, size, "a part of a universal file");
        return new UniversalSlice(MachOHeader.MachineOf(BinaryPrimitives.ReadUInt32BigEndian(entry)), offset, size);
    }
}
