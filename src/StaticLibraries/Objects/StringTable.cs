using System.Buffers;
using System.Runtime.CompilerServices;

namespace StaticLibraries.Objects;

/// <summary>
/// A table of names that end with a zero byte. It is loaded when the first name is asked for, if it is not too large;
/// the names of a larger one are read one by one.
/// </summary>
internal sealed class StringTable : IDisposable
{
    private const int LargestLoaded = 16 * 1024 * 1024;

    /// <summary>In bytes: several times the longest mangled name that compilers have been seen to write.</summary>
    private const int LongestName = 256 * 1024;

    private readonly ByteRange _range;
    private readonly string _what;
    private long _budget;
    private byte[]? _bytes;
    private bool _loaded;

    /// <param name="range">The whole table.</param>
    /// <param name="owner">
    /// What the table is a part of. All names that are read may have many times its size in bytes together, no more:
    /// a million symbols that share one name of a megabyte are an attack.
    /// </param>
    /// <param name="what">What the table is, for the message.</param>
    public StringTable(ByteRange range, ByteRange owner, string what)
    {
        _range = range;
        _what = what;
        _budget = 64 * (owner.Length + 1024);
    }

    /// <summary>The name at an offset, without its zero byte. Good until the next name is asked for.</summary>
    /// <exception cref="ArchiveFormatException">The offset is outside, or the name has no end.</exception>
    public ReadOnlySpan<byte> this[long offset]
    {
        get
        {
            if (offset < 0 || offset >= _range.Length)
            {
                throw _range.Fault(0, $"{_what} with a name at offset 0x{offset:x}", $"{_range.Length} bytes");
            }

            var name = _range.Length <= LargestLoaded ? FromMemory((int)offset) : FromFile(offset);
            _budget -= name.Length;
            return _budget >= 0
                ? name
                : throw _range.Fault(offset, $"{_what} with each name used a few times", "the same long names over and over");
        }
    }

    public void Dispose()
    {
        _loaded = false;
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes) ArrayPool<byte>.Shared.Return(bytes);
    }

    [MethodImpl(Hot.Path)]
    private ReadOnlySpan<byte> FromMemory(int offset)
    {
        var length = (int)_range.Length;
        if (!_loaded)
        {
            _bytes ??= ArrayPool<byte>.Shared.Rent(length);
            _range.Read(0, _bytes.AsSpan(0, length), _what);
            _loaded = true;
        }

        var rest = _bytes.AsSpan(offset, Math.Min(LongestName, length - offset));
        return UpToZero(rest, offset);
    }

    private ReadOnlySpan<byte> FromFile(long offset)
    {
        _bytes ??= ArrayPool<byte>.Shared.Rent(LongestName);
        var most = (int)Math.Min(LongestName, _range.Length - offset);
        for (var length = Math.Min(4096, most); ; length = Math.Min(length * 4, most))
        {
            var rest = _bytes.AsSpan(0, length);
            _range.Read(offset, rest, _what);
            if (length == most || rest.Contains((byte)0)) return UpToZero(rest, offset);
        }
    }

    [MethodImpl(Hot.Path)]
    private ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = bytes.IndexOf((byte)0);
        return end >= 0
            ? bytes[..end]
            : throw _range.Fault(offset, $"a name in {_what} that ends with a zero byte", $"none in {bytes.Length} bytes");
    }
}
