using System.Buffers.Binary;

namespace RuntimePacks.Containers;

/// <summary>
/// The entries of a zip file, by its central directory, and where the data of each
/// lies (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3).
/// </summary>
internal static class ZipDirectory
{
    private const uint LocalHeader = 0x04034b50, CentralHeader = 0x02014b50, End = 0x06054b50, End64 = 0x06064b50,
        End64Locator = 0x07064b50;
    private const int LocalLength = 30, CentralLength = 46, EndLength = 22, End64Length = 56, LocatorLength = 20, LongestComment = 0xffff;
    private const int Zip64Extra = 1;

    /// <summary>Every entry, in the directory's order.</summary>
    /// <exception cref="InvalidDataException">It is not a zip file, or it is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static IReadOnlyList<ZipPart> Read(Stream zip)
    {
        var (count, offset, length) = FindDirectory(zip);
        if (length > int.MaxValue || offset > (ulong)zip.Length || length > (ulong)zip.Length - offset)
        {
            throw new InvalidDataException("the central directory of the zip lies outside of it");
        }

        var directory = ReadAt(zip, (long)offset, (int)length);
        var parts = new List<ZipPart>();
        for (var at = 0; (ulong)parts.Count < count;)
        {
            var header = directory.AsSpan(at);
            if (header.Length < CentralLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != CentralHeader)
            {
                throw new InvalidDataException($"the central directory of the zip is damaged at entry {parts.Count}");
            }

            int name = U16(header, 28), extra = U16(header, 30), comment = U16(header, 32);
            if (header.Length < CentralLength + name + extra + comment)
            {
                throw new InvalidDataException($"the central directory of the zip ends inside of entry {parts.Count}");
            }

            parts.Add(Part(zip, header, header.Slice(CentralLength, name).ToArray(), header.Slice(CentralLength + name, extra)));
            at += CentralLength + name + extra + comment;
        }

        return parts;
    }

    private static ZipPart Part(Stream zip, ReadOnlySpan<byte> header, byte[] name, ReadOnlySpan<byte> extra)
    {
        var zip64 = Extra(extra, Zip64Extra);
        var size = Wide(U32(header, 24), ref zip64);
        var compressed = Wide(U32(header, 20), ref zip64);
        var offset = Wide(U32(header, 42), ref zip64);

        var local = ReadAt(zip, Checked(offset), LocalLength);
        if (U32(local, 0) != LocalHeader) throw new InvalidDataException("an entry of the zip has no local header");
        var data = (long)offset + LocalLength + U16(local, 26) + U16(local, 28);
        if (data > zip.Length || compressed > (ulong)(zip.Length - data))
        {
            throw new InvalidDataException("the data of an entry of the zip reaches past its end");
        }

        return new ZipPart(
            name,
            U16(header, 8),
            U16(header, 10),
            U32(header, 12),
            U32(header, 38),
            U32(header, 16),
            (long)compressed,
            (long)size,
            data);
    }

    /// <summary>A value of 32 bits, or, where all of them are set, the next one of 64 bits in the zip64 field (4.5.3).</summary>
    private static ulong Wide(uint value, ref ReadOnlySpan<byte> zip64)
    {
        if (value != uint.MaxValue || zip64.Length < 8) return value;
        var wide = BinaryPrimitives.ReadUInt64LittleEndian(zip64);
        zip64 = zip64[8..];
        return wide;
    }

    private static (ulong Count, ulong Offset, ulong Length) FindDirectory(Stream zip)
    {
        var tail = ReadAt(zip, Math.Max(0, zip.Length - EndLength - LongestComment), (int)Math.Min(zip.Length, EndLength + LongestComment));
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (U32(end, 0) != End || U16(end, 20) != end.Length - EndLength) continue;
            var (count, length, offset) = (U16(end, 10), U32(end, 12), U32(end, 16));
            if (count != ushort.MaxValue && length != uint.MaxValue && offset != uint.MaxValue) return (count, offset, length);

            var locator = ReadAt(zip, zip.Length - tail.Length + at - LocatorLength, LocatorLength);
            if (U32(locator, 0) != End64Locator) return (count, offset, length);
            var end64 = ReadAt(zip, Checked(BinaryPrimitives.ReadUInt64LittleEndian(locator.AsSpan(8))), End64Length);
            if (U32(end64, 0) != End64)
            {
                throw new InvalidDataException("the zip's zip64 end of central directory is not where it should be");
            }

            return (
                BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(32)),
                BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(48)),
                BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(40)));
        }

        throw new InvalidDataException("there is no end of a central directory: not a zip file, or one that was cut short");
    }

    private static ReadOnlySpan<byte> Extra(ReadOnlySpan<byte> extra, int id)
    {
        while (extra.Length >= 4)
        {
            var size = Math.Min(U16(extra, 2), extra.Length - 4);
            if (U16(extra, 0) == id) return extra.Slice(4, size);
            extra = extra[(4 + size)..];
        }

        return [];
    }

    private static long Checked(ulong offset) =>
        offset <= long.MaxValue ? (long)offset : throw new InvalidDataException("the zip points outside of itself");

    private static byte[] ReadAt(Stream zip, long offset, int length)
    {
        if (offset < 0) throw new InvalidDataException("the zip points outside of itself");
        var bytes = new byte[length];
        zip.Position = offset;
        zip.ReadExactly(bytes);
        return bytes;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
