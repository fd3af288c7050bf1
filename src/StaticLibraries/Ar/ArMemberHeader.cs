using System.Buffers.Text;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Ar;

/// <summary>
/// The 60 bytes before a member (ar(5); PE Format, "Archive Member Headers"): name 16, time 12, user 6, group 6,
/// mode 8, size 10, all text padded with spaces, and two bytes that end it.
/// </summary>
internal readonly ref struct ArMemberHeader
{
    public const int Length = 60;
    private const int NameLength = 16, SizeStart = 48, SizeLength = 10;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="archive">The archive.</param>
    /// <param name="offset">Where the header begins in it.</param>
    /// <param name="buffer">Room for the header.</param>
    public ArMemberHeader(ByteRange archive, long offset, Span<byte> buffer)
    {
        archive.Read(offset, buffer[..Length], "a member header");
        _bytes = buffer[..Length];
        if (!_bytes[58..].SequenceEqual("`\n"u8))
        {
            throw archive.Fault(offset + 58, "the bytes 600A that end a member header", Convert.ToHexString(_bytes[58..]));
        }

        Size = Number(_bytes.Slice(SizeStart, SizeLength))
            ?? throw archive.Fault(
                offset + SizeStart, "a member's size in decimal digits", $"\"{Printable(_bytes.Slice(SizeStart, SizeLength))}\"");
    }

    /// <summary>The field as it stands, less the spaces after it.</summary>
    public ReadOnlySpan<byte> Name => _bytes[..NameLength].TrimEnd((byte)' ');

    /// <summary>Of what follows the header, in bytes; a BSD long name is part of it.</summary>
    public long Size { get; }

    /// <summary>A decimal number with nothing but spaces after it.</summary>
    public static long? Number(ReadOnlySpan<byte> field)
    {
        var digits = field.TrimEnd((byte)' ');
        return Utf8Parser.TryParse(digits, out long value, out var used)
            && used == digits.Length
            && value >= 0
            && digits[0] is not (byte)'+'
            ? value
            : null;
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes) text.Append(value is >= 0x20 and < 0x7f ? (char)value : '?');
        return text.ToString();
    }
}
