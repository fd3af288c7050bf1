using RuntimePacks.Files;
using SharpCompress.Common;

namespace RuntimePacks.Containers;

/// <summary>What is inflated out of an asset: no more than the limit in all, and damage is told in words.</summary>
/// <param name="path">The asset.</param>
/// <param name="kind">What it is, for messages.</param>
/// <param name="limit">In bytes.</param>
internal sealed class InflatedBytes(string path, string kind, long limit)
{
    private readonly string _path = path, _kind = kind;
    private readonly long _limit = limit;
    private long _total;

    /// <param name="open">Opens what inflates, which is disposed with the stream.</param>
    /// <param name="entry">The entry's name; null for the container's own content.</param>
    /// <exception cref="RuntimePacksException">On opening or reading: it is damaged, or too large.</exception>
    public ForwardStream Of(Func<Stream> open, string? entry) => new Counted(this, open, entry);

    /// <summary>The error for a container that its reader cannot read.</summary>
    public static RuntimePacksException Damaged(string path, string kind, Exception inner) => inner is CryptographicException
        ? new RuntimePacksException($"{path} is encrypted; expected {kind} that everybody can read", inner)
        : Damaged(path, kind, inner.Message, inner);

    private static RuntimePacksException Damaged(string path, string kind, string how, Exception inner) =>
        new($"{path} ({new FileInfo(path).Length} bytes) is not the whole of {kind}: {how.TrimEnd('.')}; download it again", inner);

    private sealed class Counted : ForwardStream
    {
        private readonly InflatedBytes _bytes;
        private readonly string? _entry;
        private readonly Stream _source;
        private long _length;
        private bool _isTooLarge;

        public Counted(InflatedBytes bytes, Func<Stream> open, string? entry)
        {
            (_bytes, _entry) = (bytes, entry);
            try
            {
                _source = open();
            }
            catch (Exception e) when (AssetContainer.IsDamage(e))
            {
                throw Fault(e);
            }
        }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            int count;
            try
            {
                count = _source.Read(buffer);
            }
            catch (Exception e) when (AssetContainer.IsDamage(e))
            {
                throw Fault(e);
            }

            _length += count;
            _bytes._total += count;
            _isTooLarge = _bytes._total > _bytes._limit;
            return !_isTooLarge
                ? count
                : throw new RuntimePacksException(
                    $"{_bytes._path} inflates to more than {_bytes._limit / 1_000_000} MB; "
                    + "raise inflatedLimitMB in the definition if that is right");
        }

        protected override void Dispose(bool disposing)
        {
            try
            {
                // Some readers inflate what is left when they are closed.
                if (disposing && !_isTooLarge) _source.Dispose();
            }
            catch (Exception e) when (AssetContainer.IsDamage(e))
            {
                throw Fault(e);
            }

            base.Dispose(disposing);
        }

        private RuntimePacksException Fault(Exception e)
        {
            var what = _entry is null ? "its content" : $"the entry {_entry}";
            return Damaged(_bytes._path, _bytes._kind, $"{what} cannot be inflated past byte {_length}: {e.Message}", e);
        }
    }
}
