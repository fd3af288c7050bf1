using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Ar;

/// <summary>
/// The name of each member, in whichever way its flavour writes it: <c>NAME/</c> (GNU, COFF), <c>/123</c> into the
/// <c>//</c> member (GNU, COFF), <c>#1/20</c> before the data (BSD), or <c>NAME</c> (BSD).
/// </summary>
internal sealed class ArMemberNames(ByteRange archive)
{
    /// <summary>In bytes: the longest path of a member of a thin archive that a system would open.</summary>
    private const int Longest = 4096;

    /// <summary>In bytes: several times the names of the largest libraries.</summary>
    private const int LargestLoaded = 16 << 20;

    private readonly byte[] _buffer = new byte[Longest];
    private ByteRange? _longNames;
    private byte[]? _loaded;

    /// <summary>
    /// Takes the data of the <c>//</c> member, which comes before the
    /// members that it names. It is loaded, if it is not too large.
    /// </summary>
    public void Take(ByteRange longNames)
    {
        _longNames = longNames;
        _loaded = longNames.Length <= LargestLoaded ? new byte[longNames.Length] : null;
        if (_loaded is not null) longNames.Read(0, _loaded, "the long names");
    }

    /// <summary>The name, and how many bytes of it stand before the member's data.</summary>
    public (string Name, int BytesBeforeData) Read(in ArMemberHeader header, long headerOffset)
    {
        var field = header.Name;
        if (field.StartsWith("#1/"u8) && field.Length > 3) return ReadBsd(field, header.Size, headerOffset);
        if (field is [(byte)'/', >= (byte)'0' and <= (byte)'9', ..]) return (Encoding.UTF8.GetString(ReadLong(field, headerOffset)), 0);
        if (!IsSpecial(field) && field is [.., (byte)'/']) field = field[..^1];
        return (Encoding.UTF8.GetString(field), 0);
    }

    /// <summary>What a member is by its name as <see cref="Read"/> gives it.</summary>
    public static ArMemberKind KindOf(string name) => name switch
    {
        "/" or "/SYM64/" => ArMemberKind.SymbolTable,
        "//" => ArMemberKind.LongNames,
        "__.SYMDEF" or "__.SYMDEF SORTED" or "__.SYMDEF_64" or "__.SYMDEF_64 SORTED" => ArMemberKind.SymbolTable,
        // /<ECSYMBOLS>/, /<HYBRIDMAP>/, /<XFGHASHMAP>/: indexes that Microsoft's linker reads.
        _ when name.StartsWith("/<", StringComparison.Ordinal) => ArMemberKind.SymbolTable,
        _ => ArMemberKind.Object,
    };

    private static bool IsSpecial(ReadOnlySpan<byte> field) => field is [(byte)'/', ..];

    private (string Name, int BytesBeforeData) ReadBsd(ReadOnlySpan<byte> field, long size, long headerOffset)
    {
        if (ArMemberHeader.Number(field[3..]) is not { } length || length > Math.Min(size, Longest))
        {
            throw archive.Fault(
                headerOffset, $"#1/ and the length of a name, at most {Math.Min(size, Longest)}", Encoding.UTF8.GetString(field));
        }

        var name = _buffer.AsSpan(0, (int)length);
        archive.Read(headerOffset + ArMemberHeader.Length, name, "a member's name");
        return (Encoding.UTF8.GetString(name.TrimEnd((byte)0)), (int)length);
    }

    private ReadOnlySpan<byte> ReadLong(ReadOnlySpan<byte> field, long headerOffset)
    {
        if (_longNames is null) throw archive.Fault(headerOffset, "a // member before a member whose name is in it", "none");
        if (ArMemberHeader.Number(field[1..]) is not { } offset || offset >= _longNames.Length)
        {
            throw archive.Fault(
                headerOffset, $"a name's offset in the // member of {_longNames.Length} bytes", Encoding.UTF8.GetString(field));
        }

        var text = Rest(_longNames, offset);
        var end = text.IndexOfAny((byte)'\n', (byte)0);
        if (end < 0) throw _longNames.Fault(offset, "a name that ends with a line feed or a zero byte", $"none in {text.Length} bytes");
        return text[end] == '\n' && end > 0 && text[end - 1] == '/' ? text[..(end - 1)] : text[..end];
    }

    private ReadOnlySpan<byte> Rest(ByteRange longNames, long offset)
    {
        var length = (int)Math.Min(Longest, longNames.Length - offset);
        if (_loaded is not null) return _loaded.AsSpan((int)offset, length);
        longNames.Read(offset, _buffer.AsSpan(0, length), "a member's name");
        return _buffer.AsSpan(0, length);
    }
}
