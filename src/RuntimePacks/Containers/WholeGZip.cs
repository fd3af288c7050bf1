using System.IO.Compression;
using RuntimePacks.Files;

namespace RuntimePacks.Containers;

/// <summary>
/// A gzip file (RFC 1952) of one part or several. The class library's reader takes one that was cut short for whole: a last part is put
/// behind it, and what comes out of that is missed when something before it is.
/// </summary>
/// <param name="file">The file, which is disposed with this.</param>
internal sealed class WholeGZip(Stream file) : ForwardStream
{
    private static readonly byte[] s_last = "the end"u8.ToArray();

    private readonly GZipStream _inflated = new(new Followed(file, Compress(s_last)), CompressionMode.Decompress);
    private readonly byte[] _tail = new byte[s_last.Length];
    private int _kept;
    private bool _isAtEnd;

    /// <exception cref="InvalidDataException">It is damaged, or cut short.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_isAtEnd && !buffer.IsEmpty)
        {
            // What may be the last part's is kept back until more comes.
            var read = _inflated.Read(buffer);
            if (read > 0)
            {
                if (Exchange(buffer, read) is var count and > 0) return count;
                continue;
            }

            _isAtEnd = true;
            if (!_tail.AsSpan(0, _kept).SequenceEqual(s_last)) throw new InvalidDataException("the file ends before its content does");
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inflated.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Puts what was kept back before what was read, and keeps as much back from its end.</summary>
    /// <returns>How many bytes are left in the buffer.</returns>
    private int Exchange(Span<byte> buffer, int read)
    {
        var all = new byte[_kept + read];
        _tail.AsSpan(0, _kept).CopyTo(all);
        buffer[..read].CopyTo(all.AsSpan(_kept));
        var kept = Math.Min(all.Length, _tail.Length);
        var given = all.Length - kept;
        all.AsSpan(given).CopyTo(_tail);
        all.AsSpan(0, given).CopyTo(buffer);
        _kept = kept;
        return given;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress)) gzip.Write(bytes);
        return compressed.ToArray();
    }

    private sealed class Followed(Stream first, byte[] last) : ForwardStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            if (first.Read(buffer) is var read and > 0) return read;
            var count = Math.Min(buffer.Length, last.Length - _given);
            last.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) first.Dispose();
            base.Dispose(disposing);
        }
    }
}
