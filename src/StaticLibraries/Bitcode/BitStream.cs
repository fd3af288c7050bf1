using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Bitcode;

/// <summary>Reads the primitives of LLVM's bitstream container (LLVM Bitcode File Format, "Primitives"), lowest bit first.</summary>
internal sealed class BitStream(ByteRange bytes)
{
    /// <summary>In bits from the start.</summary>
    public long Position { get; set; }

    /// <summary>In bits.</summary>
    public long Length { get; } = bytes.Length * 8;

    /// <summary>A number of a fixed width, at most 64 bits.</summary>
    public ulong Fixed(int width)
    {
        if (width < 0 || width > 64 || width > Length - Position) throw Fault($"{width} more bits", $"{Length - Position}");
        ulong value = 0;
        Span<byte> word = stackalloc byte[8];
        for (var done = 0; done < width;)
        {
            var (offset, skipped) = (Position / 8, (int)(Position % 8));
            var count = (int)Math.Min(8, bytes.Length - offset);
            bytes.Read(offset, word[..count], "bitcode");
            word[count..].Clear();
            var taken = Math.Min(width - done, 64 - skipped);
            var piece = BinaryPrimitives.ReadUInt64LittleEndian(word) >> skipped;
            if (taken < 64) piece &= (1UL << taken) - 1;
            value |= piece << done;
            done += taken;
            Position += taken;
        }

        return value;
    }

    /// <summary>A variable-width number: pieces whose highest bit says that another one follows.</summary>
    public ulong Vbr(int width)
    {
        if (width is < 2 or > 32) throw Fault("pieces of 2 to 32 bits", $"{width}");
        var more = 1UL << (width - 1);
        ulong value = 0;
        for (var shift = 0; ; shift += width - 1)
        {
            var piece = Fixed(width);
            if (shift < 64) value |= (piece & (more - 1)) << shift;
            if ((piece & more) == 0) return value;
            if (shift > 128) throw Fault("a number of 64 bits", "a longer one");
        }
    }

    public void AlignTo32() => Position = (Position + 31) / 32 * 32;

    public ArchiveFormatException Fault(string expected, string found) =>
        bytes.Fault(Math.Min(Position / 8, bytes.Length), $"bitcode with {expected}", found);
}
