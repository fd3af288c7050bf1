namespace StaticLibraries.Objects;

/// <summary>
/// A file that comes as a stream, once: what is asked for is waited for, and kept until it is forgotten. So a library is
/// read while it is inflated, with a member of it in memory at a time.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="length">In bytes, as its container says.</param>
/// <param name="pieces">The file's bytes.</param>
/// <param name="copy">Gets all of them, in their order.</param>
public sealed class StreamBytes(string path, long length, ReadAhead pieces, Stream copy) : ByteSource
{
    /// <summary>In bytes: the most that is kept. The largest members of Rust's libraries have some 10 MB.</summary>
    private const int Most = 64 << 20;

    private readonly List<ReadAhead.Piece> _kept = [];
    private long _start;
    private long _end;
    private long _forgotten;

    public override string Path => path;

    public override long Length => length;

    /// <exception cref="NotKeptException">It is of what was forgotten, or more than is kept would be needed.</exception>
    public override void Read(long offset, Span<byte> destination, string? member)
    {
        while (offset + destination.Length > _end)
        {
            if (!Pull()) throw new ArchiveFormatException(path, member, offset, $"{destination.Length} more bytes", "the end of the file");
        }

        if (offset < _start) throw new NotKeptException();
        while (!destination.IsEmpty)
        {
            var (piece, at) = Math.DivRem(offset - _start, ReadAhead.PieceBytes);
            var from = _kept[(int)piece].Bytes.AsSpan((int)at);
            var count = Math.Min(from.Length, destination.Length);
            from[..count].CopyTo(destination);
            destination = destination[count..];
            offset += count;
        }
    }

    public override void Forget(long offset) => _forgotten = Math.Max(_forgotten, offset);

    /// <summary>Waits for the end; nothing can be read afterwards.</summary>
    public void ReadToEnd()
    {
        do Forget(_end);
        while (Pull());
    }

    protected override void Dispose(bool disposing) { }

    private bool Pull()
    {
        var gone = (int)Math.Min(_kept.Count, (_forgotten - _start) / ReadAhead.PieceBytes);
        foreach (var old in _kept.Take(gone)) pieces.Return(old);
        _kept.RemoveRange(0, gone);
        _start += (long)gone * ReadAhead.PieceBytes;

        if (_kept.Count == Most / ReadAhead.PieceBytes) throw new NotKeptException();
        var piece = pieces.Take();
        if (piece.Length == 0) return false;
        copy.Write(piece.Bytes, 0, piece.Length);
        _kept.Add(piece);
        _end += piece.Length;
        return true;
    }
}

/// <summary>
/// A file cannot be read as a stream with little of it in memory: a member is too large, or its parts are not in their order.
/// </summary>
public sealed class NotKeptException : Exception;
