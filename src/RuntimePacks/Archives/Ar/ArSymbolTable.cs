using System.Buffers.Binary;
using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives.Ar;

/// <summary>
/// Which members an archive's own index refers to. GNU and COFF's first linker member: a count and an offset for each
/// symbol, big-endian, of four bytes or (<c>/SYM64/</c>) eight. COFF's second linker member: a count and an offset for
/// each member, little-endian. BSD: a size in bytes, then pairs of a name's and a member's offset, of four
/// bytes each or (<c>_64</c>) eight, in the byte order of the target.
/// </summary>
/// <param name="name">Of the member.</param>
/// <param name="isSecond">Whether a member of that name came before.</param>
/// <param name="bytes">Its data.</param>
internal sealed class ArSymbolTable(string name, bool isSecond, ByteRange bytes)
{
    /// <summary>The header offsets of members that the table refers to, in its order; none for a table of a form that is not known.</summary>
    /// <exception cref="ArchiveFormatException">The count does not fit into the table.</exception>
    public IEnumerable<long> MemberOffsets() => name switch
    {
        _ when bytes.Length == 0 => [],
        "/" when isSecond => CoffOffsets(),
        "/" => GnuOffsets(4),
        "/SYM64/" => GnuOffsets(8),
        "__.SYMDEF" or "__.SYMDEF SORTED" => BsdOffsets(4),
        "__.SYMDEF_64" or "__.SYMDEF_64 SORTED" => BsdOffsets(8),
        _ => [],
    };

    private IEnumerable<long> GnuOffsets(int width)
    {
        var count = Word(0, width, true);
        using var offsets = Table(bytes.Slice(width, count, width, "the archive's symbol table"), width);
        for (long index = 0; index < count; index++)
        {
            yield return width == 4 ? BinaryPrimitives.ReadUInt32BigEndian(offsets[index]) : BinaryPrimitives.ReadInt64BigEndian(offsets[index]);
        }
    }

    private IEnumerable<long> CoffOffsets()
    {
        var count = Word(0, 4, false);
        using var offsets = Table(bytes.Slice(4, count, 4, "the archive's second linker member"), 4);
        for (long index = 0; index < count; index++) yield return BinaryPrimitives.ReadUInt32LittleEndian(offsets[index]);
    }

    private IEnumerable<long> BsdOffsets(int width)
    {
        var size = Word(0, width, false);
        var isBigEndian = size < 0 || size > bytes.Length - width;
        if (isBigEndian) size = Word(0, width, true);
        using var pairs = Table(bytes.Slice(width, size, "the archive's symbol table"), 2 * width);
        for (long index = 0; index < pairs.Count; index++)
        {
            var offset = pairs[index][width..];
            yield return (width, isBigEndian) switch
            {
                (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(offset),
                (4, true) => BinaryPrimitives.ReadUInt32BigEndian(offset),
                (_, false) => BinaryPrimitives.ReadInt64LittleEndian(offset),
                (_, true) => BinaryPrimitives.ReadInt64BigEndian(offset),
            };
        }
    }

    private static RecordTable Table(ByteRange range, int size) => new(range, size, "the archive's symbol table");

    private long Word(long offset, int width, bool isBigEndian)
    {
        Span<byte> word = stackalloc byte[8];
        bytes.Read(offset, word[..width], "the archive's symbol table");
        return (width, isBigEndian) switch
        {
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(word),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(word),
            (_, false) => BinaryPrimitives.ReadInt64LittleEndian(word),
            (_, true) => BinaryPrimitives.ReadInt64BigEndian(word),
        };
    }
}
