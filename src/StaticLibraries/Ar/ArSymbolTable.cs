using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using StaticLibraries.Objects;

namespace StaticLibraries.Ar;

/// <summary>One entry of an archive's index.</summary>
/// <param name="name">Of the symbol, as its object has it.</param>
/// <param name="memberOffset">Of the member's header, in bytes from the start of the archive.</param>
internal delegate void ArIndexEntry(ReadOnlySpan<byte> name, long memberOffset);

/// <summary>
/// An archive's own index of symbols. GNU and COFF's first linker member: a count, an offset for each symbol, both
/// big-endian, of four bytes or (<c>/SYM64/</c>) eight, then the names. COFF's second linker member: a count and an offset
/// for each member, a count and a member's number for each symbol, then the names, little-endian; <c>/&lt;ECSYMBOLS&gt;/</c>
/// has the second half of it (PE Format, "Archive (Library) File Format"). BSD: a size in bytes, pairs of a name's and a
/// member's offset, of four bytes each or (<c>_64</c>) eight, then a size and the names, in the byte order of the target.
/// </summary>
/// <param name="bytes">The data of the member that it is in.</param>
internal sealed class ArSymbolTable(ByteRange bytes)
{
    private const string What = "the archive's symbol table", SecondMember = "the archive's second linker member";

    /// <param name="width">4 or 8, in bytes.</param>
    /// <param name="take">Given each entry.</param>
    [MethodImpl(Hot.Path)]
    public void ReadGnu(int width, ArIndexEntry take)
    {
        var count = Word(0, width, true);
        using var offsets = Table(bytes.Slice(width, count, width, What), width);
        var names = bytes.Slice(width + count * width, bytes.Length - width - count * width, What);
        using var strings = new StringTable(names, bytes, What);
        long position = 0;
        for (long index = 0; index < count; index++)
        {
            var name = strings[position];
            take(
                name,
                width == 4
                    ? BinaryPrimitives.ReadUInt32BigEndian(offsets[index])
                    : BinaryPrimitives.ReadInt64BigEndian(offsets[index]));
            position += name.Length + 1;
        }
    }

    /// <summary>Reads the second linker member; returns the header offsets of the members that its numbers stand for, from 1.</summary>
    public long[] ReadCoff(ArIndexEntry take)
    {
        var count = Word(0, 4, false);
        using var offsets = Table(bytes.Slice(4, count, 4, SecondMember), 4);
        var members = new long[count];
        for (long index = 0; index < count; index++) members[index] = BinaryPrimitives.ReadUInt32LittleEndian(offsets[index]);
        ReadNumbered(4 + count * 4, members, take);
        return members;
    }

    /// <summary>Reads the index of ARM64EC symbols.</summary>
    /// <param name="members">What <see cref="ReadCoff"/> returned.</param>
    /// <param name="take">Given each entry.</param>
    public void ReadEC(long[] members, ArIndexEntry take) => ReadNumbered(0, members, take);

    /// <param name="width">4 or 8, in bytes.</param>
    /// <param name="take">Given each entry.</param>
    public void ReadBsd(int width, ArIndexEntry take)
    {
        var size = Word(0, width, false);
        var isBigEndian = size < 0 || size > bytes.Length - width;
        if (isBigEndian) size = Word(0, width, true);
        using var pairs = Table(bytes.Slice(width, size, What), 2 * width);
        if (pairs.Count == 0) return;
        var length = Word(width + size, width, isBigEndian);
        using var strings = new StringTable(bytes.Slice(2 * width + size, length, What), bytes, What);
        for (long index = 0; index < pairs.Count; index++)
        {
            var position = Number(pairs[index], width, isBigEndian);
            take(strings[position], Number(pairs[index][width..], width, isBigEndian));
        }
    }

    private void ReadNumbered(long start, long[] members, ArIndexEntry take)
    {
        var count = Word(start, 4, false);
        using var numbers = new RecordTable(bytes.Slice(start + 4, count, 2, SecondMember), 2, SecondMember);
        var begin = start + 4 + count * 2;
        using var strings = new StringTable(bytes.Slice(begin, bytes.Length - begin, SecondMember), bytes, SecondMember);
        long position = 0;
        for (long index = 0; index < count; index++)
        {
            var number = BinaryPrimitives.ReadUInt16LittleEndian(numbers[index]);
            if (number == 0 || number > members.Length)
            {
                throw numbers.Fault(index, $"a member's number of 1 to {members.Length}", $"{number}");
            }

            var name = strings[position];
            take(name, members[number - 1]);
            position += name.Length + 1;
        }
    }

    private static RecordTable Table(ByteRange range, int size) => new(range, size, What);

    private long Word(long offset, int width, bool isBigEndian)
    {
        Span<byte> word = stackalloc byte[8];
        bytes.Read(offset, word[..width], What);
        return Number(word, width, isBigEndian);
    }

    private static long Number(ReadOnlySpan<byte> word, int width, bool isBigEndian) => (width, isBigEndian) switch
    {
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(word),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(word),
        (_, false) => BinaryPrimitives.ReadInt64LittleEndian(word),
        (_, true) => BinaryPrimitives.ReadInt64BigEndian(word),
    };
}
