using RuntimePacks.Files;
using SharpCompress.Compressors.Xz;

namespace RuntimePacks.Containers;

/// <summary>An xz file of one stream or several (The .xz File Format 1.2.1, section 2), with zeros between and after them.</summary>
/// <param name="file">The file, which is disposed with this.</param>
internal sealed class XzStreams(Stream file) : ForwardStream
{
    private XZStream? _stream = new(file);

    public override int Read(Span<byte> buffer)
    {
        while (_stream is not null && !buffer.IsEmpty)
        {
            if (_stream.Read(buffer) is var count and > 0) return count;
            _stream = IsAtEnd() ? null : new XZStream(file);
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Passes over zeros, which are there in fours.</summary>
    private bool IsAtEnd()
    {
        int next;
        do next = file.ReadByte();
        while (next == 0);
        if (next < 0) return true;
        file.Position--;
        return false;
    }
}
