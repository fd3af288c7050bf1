using System.Buffers;
using System.IO.Hashing;

namespace RuntimePacks.Releases;

/// <summary>Copies a stream while it counts, stops at a limit, and computes the CRC-32 that zip files use.</summary>
internal sealed class InflateCheck(long limit)
{
    private const int BufferBytes = 1 << 17;

    private readonly Crc32 _crc32 = new();

    /// <summary>Bytes copied.</summary>
    public long Length { get; private set; }

    public bool LimitReached { get; private set; }

    public uint Crc32 => _crc32.GetCurrentHashAsUInt32();

    public async Task CopyAsync(Stream source, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            // Inflating is work, not waiting: reading it asynchronously costs half as much again.
            while ((count = source.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Length += count;
                if (LimitReached = Length > limit) return;
                _crc32.Append(buffer.AsSpan(0, count));
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
