using System.Security.Cryptography;

namespace RuntimePacks.Files;

/// <summary>A file that is read once, from its start to its end, and hashed (SHA-256) on the way: what is skipped is hashed too.</summary>
public sealed class HashedFileStream(string path) : ForwardStream
{
    private const int BufferBytes = 1 << 17;

    private readonly FileStream _file = new(
        path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>In bytes.</summary>
    public override long Length => _file.Length;

    /// <summary>In bytes from the start. It can be set to what is ahead.</summary>
    /// <exception cref="NotSupportedException">It is set to what was read.</exception>
    /// <exception cref="EndOfStreamException">It is set to what is past the end.</exception>
    public override long Position
    {
        get => _file.Position;
        set
        {
            if (value < Position) throw new NotSupportedException($"{path} is read forwards");
            var buffer = new byte[BufferBytes];
            while (Position < value)
            {
                if (Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, value - Position))) == 0) throw new EndOfStreamException();
            }
        }
    }

    /// <summary>Reads what is left.</summary>
    /// <returns>The digest of the whole file, 64 lower-case hexadecimal digits.</returns>
    public string ReadToEnd()
    {
        Position = Math.Max(Position, Length);
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public override int Read(Span<byte> buffer)
    {
        var count = _file.Read(buffer);
        _hash.AppendData(buffer[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
