using System.Buffers;

namespace StaticLibraries.Objects;

/// <summary>A table of records of one size, of any length: a piece of it is in memory at a time.</summary>
internal sealed class RecordTable : IDisposable
{
    private const int PieceSize = 64 * 1024;

    private readonly ByteRange _range;
    private readonly int _recordSize;
    private readonly string _what;
    private byte[]? _piece;
    private long _first;
    private int _loaded;

    /// <param name="range">The whole table; what is left over after the last whole record is not read.</param>
    /// <param name="recordSize">In bytes.</param>
    /// <param name="what">What the table is, for the message.</param>
    public RecordTable(ByteRange range, int recordSize, string what)
    {
        _range = range;
        _recordSize = recordSize;
        _what = what;
        Count = range.Length / recordSize;
    }

    public long Count { get; }

    /// <summary>Where a record is, in bytes from the start of the table.</summary>
    public long OffsetOf(long index) => index * _recordSize;

    /// <summary>One record. The bytes are good until the next record is asked for.</summary>
    /// <exception cref="ArchiveFormatException">There is no such record.</exception>
    public ReadOnlySpan<byte> this[long index]
    {
        get
        {
            if (index < _first || index >= _first + _loaded) Load(index);
            return _piece.AsSpan((int)(index - _first) * _recordSize, _recordSize);
        }
    }

    public ArchiveFormatException Fault(long index, string expected, string found) => _range.Fault(OffsetOf(index), expected, found);

    public void Dispose()
    {
        _loaded = 0;
        if (Interlocked.Exchange(ref _piece, null) is { } piece) ArrayPool<byte>.Shared.Return(piece);
    }

    private void Load(long index)
    {
        if (index < 0 || index >= Count) throw _range.Fault(0, $"{_what} with a record {index}", $"{Count} records");
        var count = (int)Math.Min(Count - index, Math.Max(1, PieceSize / _recordSize));
        _loaded = 0;
        _piece ??= ArrayPool<byte>.Shared.Rent((int)Math.Min(_range.Length, Math.Max(PieceSize, _recordSize)));
        _range.Read(index * _recordSize, _piece.AsSpan(0, count * _recordSize), _what);
        (_first, _loaded) = (index, count);
    }
}
