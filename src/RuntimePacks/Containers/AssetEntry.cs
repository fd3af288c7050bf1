using RuntimePacks.Files;

namespace RuntimePacks.Containers;

/// <summary>A file in an asset, or a link.</summary>
/// <param name="name">Its path in the asset, with <c>/</c> between its parts.</param>
/// <param name="size">In bytes; null where only its end tells.</param>
/// <param name="open">Opens its content.</param>
internal sealed class AssetEntry(string name, long? size, Func<Stream> open) : IDisposable
{
    private HeadedStream? _content;

    public string Name => name;

    /// <summary>The last part of its path.</summary>
    public string FileName => name.Split('/')[^1];

    /// <summary>In bytes; null where only its end tells.</summary>
    public long? Size => size;

    /// <summary>Where a link leads, as the asset says it; null for a file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Whether it is compressed as packages have it, and can be read again.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>Whether somebody reads its content, or did.</summary>
    public bool WasOpened { get; private set; }

    /// <summary>Its first bytes, always as many: fewer where it is shorter. It is read from its start all the same.</summary>
    /// <exception cref="RuntimePacksException">The asset is damaged.</exception>
    public byte[] Head(int count) => Content.Head(count);

    /// <summary>Its content, once; of an entry that is deflated in a zip, as often as it is asked for.</summary>
    /// <exception cref="RuntimePacksException">On reading: the asset is damaged, or the entry is larger than it may be.</exception>
    public Stream Open()
    {
        var content = Content;
        (_content, WasOpened) = (null, true);
        return content;
    }

    public void Dispose() => _content?.Dispose();

    private HeadedStream Content => _content ??= new HeadedStream(open());

    /// <summary>A stream whose start was looked at.</summary>
    private sealed class HeadedStream(Stream source) : ForwardStream
    {
        private byte[] _head = [];
        private int _given;

        public byte[] Head(int count)
        {
            if (_head.Length == 0)
            {
                var head = new byte[count];
                _head = head[..source.ReadAtLeast(head, count, throwOnEndOfStream: false)];
            }

            return _head;
        }

        public override int Read(Span<byte> buffer)
        {
            var kept = _head.AsSpan(_given);
            if (kept.IsEmpty) return source.Read(buffer);
            var count = Math.Min(kept.Length, buffer.Length);
            kept[..count].CopyTo(buffer);
            _given += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) source.Dispose();
            base.Dispose(disposing);
        }
    }
}
