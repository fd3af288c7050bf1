using System.Buffers.Binary;
using System.Buffers.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>
/// The names of an object's symbols and sections: of up to eight bytes in their records, longer ones in the string table, which begins
/// after the last symbol with its own size in its first four bytes (PE Format, "COFF String Table").
/// </summary>
internal sealed class CoffNames : IDisposable
{
    public const int InlineLength = 8;

    private readonly ByteRange _object;
    private readonly CoffHeader _header;
    private readonly byte[] _inline = new byte[InlineLength];
    private StringTable? _strings;

    public CoffNames(ByteRange bytes, CoffHeader header) => (_object, _header) = (bytes, header);

    /// <summary>The string table.</summary>
    public static StringTable Open(ByteRange bytes, CoffHeader header)
    {
        const string what = "the string table";
        var symbols = bytes.Slice(header.SymbolTableOffset, header.SymbolCount, header.SymbolSize, "the symbol table");
        var start = header.SymbolTableOffset + symbols.Length;
        Span<byte> size = stackalloc byte[4];
        bytes.Read(start, size, what);
        return new StringTable(bytes.Slice(start, BinaryPrimitives.ReadUInt32LittleEndian(size), what), bytes, what);
    }

    /// <summary>A symbol's name. The bytes are good until the next name is asked for.</summary>
    public ReadOnlySpan<byte> this[in CoffSymbol symbol] =>
        symbol.LongNameOffset is { } offset ? Strings[offset] : Inline(symbol.NameField);

    /// <summary>A section's name. The bytes are good until the next name is asked for.</summary>
    public ReadOnlySpan<byte> this[in CoffSectionHeader section]
    {
        get
        {
            var name = Inline(section.NameField);
            if (name is not [(byte)'/', ..]) return name;
            if (OffsetIn(name) is { } offset) return Strings[offset];
            const string expected = "sections' names, or offsets in the string table";
            throw _object.Fault(_header.SectionTableOffset, expected, $"{Convert.ToHexString(name)} (hexadecimal)");
        }
    }

    /// <summary>
    /// <c>/123</c> is decimal; <c>//AAAAAA</c>, for offsets of more than seven digits, has six digits in base 64 (LLVM's extension).
    /// </summary>
    public static long? OffsetIn(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("//"u8))
        {
            return Utf8Parser.TryParse(name[1..], out uint value, out var used) && used == name.Length - 1 ? value : null;
        }

        long offset = 0;
        foreach (var digit in name[2..])
        {
            var number = Digits.IndexOf(digit);
            if (number < 0) return null;
            offset = offset * 64 + number;
        }

        return offset;
    }

    /// <summary>What stands in a section header for an offset in the string table.</summary>
    public static string FieldOf(long offset)
    {
        if (offset < 10_000_000) return $"/{offset}";
        Span<char> digits = stackalloc char[6];
        for (var index = digits.Length - 1; index >= 0; index--, offset /= 64) digits[index] = (char)Digits[(int)(offset % 64)];
        return $"//{digits}";
    }

    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    public void Dispose() => _strings?.Dispose();

    private static ReadOnlySpan<byte> Digits => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    private StringTable Strings => _strings ??= Open(_object, _header);

    private ReadOnlySpan<byte> Inline(ulong field)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_inline, field);
        return UpToZero(_inline);
    }
}
