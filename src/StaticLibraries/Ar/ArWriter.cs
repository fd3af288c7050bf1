using System.Text;

namespace StaticLibraries.Ar;

/// <summary>
/// Writes an archive with its index: GNU's, Microsoft's with both linker members, or Apple's with every member's data at a multiple
/// of 8 bytes. The same members give the same bytes: no times, no owners.
/// </summary>
internal sealed class ArWriter
{
    private readonly Stream _output;
    private long _position;

    private ArWriter(Stream output) => _output = output;

    /// <summary>Writes an archive from a stream's position on.</summary>
    /// <param name="output">Need not be seekable.</param>
    /// <param name="flavour">GNU's for those that are none of the three.</param>
    /// <param name="members">In their order.</param>
    /// <exception cref="InputException">There are more members than Microsoft's index can number.</exception>
    public static void Write(Stream output, ArFlavour flavour, IReadOnlyList<ArOutput> members)
    {
        var layout = flavour is ArFlavour.Darwin or ArFlavour.Bsd
            ? ArLayout.Darwin(members)
            : ArLayout.Gnu(members, flavour == ArFlavour.Coff);
        new ArWriter(output).Write(layout, members);
    }

    private void Write(ArLayout layout, IReadOnlyList<ArOutput> members)
    {
        Put("!<arch>\n"u8);
        foreach (var (name, data) in layout.Special)
        {
            Header(name, data.Length, "0");
            Put(data);
            if ((data.Length & 1) != 0) Put("\n"u8);
        }

        for (var index = 0; index < members.Count; index++) Write(layout.Places[index], members[index]);
    }

    private void Write(ArPlace place, ArOutput member)
    {
        if (_position != place.HeaderOffset)
        {
            throw new InvalidOperationException(
                $"the member {member.Name} was to begin at byte {place.HeaderOffset} and begins at {_position}");
        }

        Header(place.HeaderName, place.NameInData.Length + member.Size + place.PaddingInData, "644");
        Put(place.NameInData);
        var counted = new CountedStream(_output);
        member.Write(counted);
        if (counted.Count != member.Size)
        {
            throw new InvalidOperationException($"the member {member.Name} was to have {member.Size} bytes and has {counted.Count}");
        }

        _position += member.Size;
        for (var pad = place.PaddingInData; pad > 0; pad--) Put("\n"u8);
        if ((_position & 1) != 0) Put("\n"u8);
    }

    /// <summary>ar(5): name 16, time 12, user 6, group 6, mode 8, size 10, and two bytes.</summary>
    private void Header(string name, long size, string mode) =>
        Put(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{mode,-8}{size,-10}`\n"));

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _position += bytes.Length;
    }

    /// <summary>Counts what is written through it.</summary>
    private sealed class CountedStream(Stream output) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            output.Write(buffer);
            Count += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void WriteByte(byte value) => Write([value]);

        public override void Flush() => output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
