using System.Buffers;

namespace RuntimePacks.Containers;

/// <summary>
/// Writes a zip file of entries that are compressed already (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16):
/// sizes are in the local headers, with no data descriptors, and in zip64 fields only where 32 bits are too few.
/// </summary>
internal sealed class ZipOutput(Stream output)
{
    private const ushort Plain = 20, Zip64 = 45, Zip64Extra = 1;
    private const int BufferBytes = 1 << 17;

    private readonly List<(ZipPart Part, long HeaderOffset)> _parts = [];
    private long _position;

    /// <summary>Copies an entry's compressed data from another zip file.</summary>
    /// <param name="part">What the headers say; where it lies in the source.</param>
    /// <exception cref="EndOfStreamException">The source is cut short.</exception>
    public async Task CopyAsync(ZipPart part, Stream source, CancellationToken cancellationToken)
    {
        _parts.Add((part, _position));
        await WriteAsync(LocalHeader(part), cancellationToken);
        source.Position = part.DataOffset;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var left = part.CompressedSize; left > 0;)
            {
                var count = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (count == 0) throw new EndOfStreamException();
                await WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes the central directory, and the end.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var start = _position;
        foreach (var (part, offset) in _parts) await WriteAsync(CentralHeader(part, offset), cancellationToken);
        await WriteAsync(End(start, _position - start), cancellationToken);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await output.WriteAsync(bytes, cancellationToken);
        _position += bytes.Length;
    }

    private static bool IsWide(long value) => value >= uint.MaxValue;

    private static uint Narrow(long value) => IsWide(value) ? uint.MaxValue : (uint)value;

    private static byte[] LocalHeader(ZipPart part)
    {
        // In a local header, both sizes are in the field where one of them must be (4.5.3).
        var isWide = IsWide(part.Size) || IsWide(part.CompressedSize);
        return Bytes(header =>
        {
            header.Write(0x04034b50u);
            Start(header, part, isWide);
            header.Write(isWide ? uint.MaxValue : (uint)part.CompressedSize);
            header.Write(isWide ? uint.MaxValue : (uint)part.Size);
            header.Write((ushort)part.Name.Length);
            header.Write((ushort)(isWide ? 20 : 0));
            header.Write(part.Name);
            if (isWide) Extra(header, [part.Size, part.CompressedSize]);
        });
    }

    private static byte[] CentralHeader(ZipPart part, long offset)
    {
        long[] wide = [.. new[] { part.Size, part.CompressedSize, offset }.Where(IsWide)];
        return Bytes(header =>
        {
            header.Write(0x02014b50u);
            header.Write(wide.Length > 0 ? Zip64 : Plain);
            Start(header, part, wide.Length > 0);
            header.Write(Narrow(part.CompressedSize));
            header.Write(Narrow(part.Size));
            header.Write((ushort)part.Name.Length);
            header.Write((ushort)(wide.Length > 0 ? 4 + wide.Length * 8 : 0));
            header.Write((ushort)0); // comment
            header.Write((ushort)0); // disk
            header.Write((ushort)0); // internal attributes
            header.Write(part.Attributes);
            header.Write(Narrow(offset));
            header.Write(part.Name);
            if (wide.Length > 0) Extra(header, wide);
        });
    }

    /// <summary>From the version that is needed to the CRC-32: the same in both headers.</summary>
    private static void Start(BinaryWriter header, ZipPart part, bool isWide)
    {
        header.Write(isWide ? Zip64 : Plain);
        header.Write((ushort)(part.Flags & ZipPart.Utf8));
        header.Write(part.Method);
        header.Write(part.Time);
        header.Write(part.Crc32);
    }

    private static void Extra(BinaryWriter header, long[] values)
    {
        header.Write(Zip64Extra);
        header.Write((ushort)(values.Length * 8));
        foreach (var value in values) header.Write(value);
    }

    private byte[] End(long start, long length) => Bytes(end =>
    {
        if (_parts.Count >= ushort.MaxValue || IsWide(start) || IsWide(length))
        {
            end.Write(0x06064b50u);
            end.Write(44L); // what follows of this record
            end.Write(Zip64);
            end.Write(Zip64);
            end.Write(0L); // disks
            end.Write((long)_parts.Count);
            end.Write((long)_parts.Count);
            end.Write(length);
            end.Write(start);
            end.Write(0x07064b50u);
            end.Write(0u);
            end.Write(start + length);
            end.Write(1u);
        }

        var count = (ushort)Math.Min(_parts.Count, ushort.MaxValue);
        end.Write(0x06054b50u);
        end.Write(0u); // disks
        end.Write(count);
        end.Write(count);
        end.Write(Narrow(length));
        end.Write(Narrow(start));
        end.Write((ushort)0); // comment
    });

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        write(writer);
        writer.Flush();
        return bytes.ToArray();
    }
}
