using System.Buffers;
using System.Globalization;

namespace StaticLibraries.Objects;

/// <summary>
/// A part of a file: all of it, a member, or a table in a member. Offsets are relative to the part; whatever points
/// outside of it is an <see cref="ArchiveFormatException"/> that carries the offset in the file.
/// </summary>
internal sealed class ByteRange
{
    /// <summary>In bytes: how much is copied at a time.</summary>
    private const int CopyBytes = 1 << 16;

    private readonly ByteSource _file;

    /// <summary>The whole of a file.</summary>
    public ByteRange(ByteSource file) : this(file, null, 0, file.Length) { }

    private ByteRange(ByteSource file, string? member, long start, long length) =>
        (_file, Member, Start, Length) = (file, member, start, length);

    public string File => _file.Path;

    /// <summary>The archive member that this is a part of; null for the archive itself, or where there is none.</summary>
    public string? Member { get; }

    /// <summary>In bytes from the start of the file.</summary>
    public long Start { get; }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    /// <summary>A part of this part.</summary>
    /// <param name="offset">As the file has it: a value that is negative here stands for one of 2^63 or more.</param>
    /// <param name="length">As the file has it, in bytes.</param>
    /// <param name="what">What is there, for the message: <c>the section headers</c>.</param>
    public ByteRange Slice(long offset, long length, string what)
    {
        Check(offset, length, what);
        return new ByteRange(_file, Member, Start + offset, length);
    }

    /// <summary>A table of records of one size, in this part.</summary>
    public ByteRange Slice(long offset, long count, int recordSize, string what)
    {
        if (count < 0 || count > Length / recordSize)
        {
            throw Fault(Math.Clamp(offset, 0, Length), $"{what}: {Number(count)} records of {recordSize} bytes", $"{Length} bytes in all");
        }

        return Slice(offset, count * recordSize, what);
    }

    /// <summary>The data of a member of this archive, to be named in messages.</summary>
    public ByteRange AsMember(string member) => new(_file, member, Start, Length);

    /// <summary>Fills the destination.</summary>
    public void Read(long offset, Span<byte> destination, string what)
    {
        Check(offset, destination.Length, what);
        _file.Read(Start + offset, destination, Member);
    }

    /// <summary>Reads as much of the destination as there is, from the start of this part.</summary>
    public ReadOnlySpan<byte> ReadStart(Span<byte> destination)
    {
        var length = (int)Math.Min(Length, destination.Length);
        Read(0, destination[..length], "the start");
        return destination[..length];
    }

    /// <summary>Writes a part of this part to a stream, a piece of it in memory at a time.</summary>
    public void CopyTo(long offset, long length, Stream output, string what)
    {
        Check(offset, length, what);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, CopyBytes));
        for (var end = offset + length; offset < end;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset));
            _file.Read(Start + offset, piece, Member);
            output.Write(piece);
            offset += piece.Length;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Says that what is before an offset in this part will not be read again.</summary>
    public void Forget(long offset) => _file.Forget(Start + offset);

    /// <summary>The exception for something at an offset in this part that is not as it must be.</summary>
    public ArchiveFormatException Fault(long offset, string expected, string found, string? advice = null) =>
        new(File, Member, Start + offset, expected, found, advice);

    private static string Number(long value) => ((ulong)value).ToString(CultureInfo.InvariantCulture);

    private void Check(long offset, long length, string what)
    {
        if (offset >= 0 && length >= 0 && offset <= Length && length <= Length - offset) return;
        var place = offset >= 0 && offset <= Length ? offset : 0;
        var whole = Member is null ? "the file" : "the member";
        throw Fault(place, $"{what}, {Number(length)} bytes at offset 0x{offset:x}", $"{Length} bytes in {whole} or its part");
    }
}
