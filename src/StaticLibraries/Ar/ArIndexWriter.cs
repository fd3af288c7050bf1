using System.Buffers.Binary;

namespace StaticLibraries.Ar;

/// <summary>
/// Writes the indexes of archives (ar(5); PE Format, "First Linker Member" and "Second Linker Member"; Apple's mach-o/ranlib.h).
/// </summary>
internal static class ArIndexWriter
{
    /// <summary>A count, a header offset for each name, the names; big-endian.</summary>
    /// <param name="members">Of the archive.</param>
    /// <param name="offsets">Of their headers, in bytes from the start of the archive.</param>
    /// <param name="width">Of an offset: 4, or 8 for <c>/SYM64/</c>.</param>
    public static byte[] Gnu(IReadOnlyList<ArOutput> members, IReadOnlyList<long> offsets, int width)
    {
        var index = new Bytes(GnuSize(members, width));
        index.Number(Count(members), width, isBigEndian: true);
        for (var member = 0; member < members.Count; member++)
        {
            for (var count = members[member].Symbols.Count; count > 0; count--) index.Number(offsets[member], width, isBigEndian: true);
        }

        foreach (var symbol in members.SelectMany(member => member.Symbols)) index.Name(symbol);
        return index.Result;
    }

    public static long GnuSize(IReadOnlyList<ArOutput> members, int width) => width + width * Count(members) + NamesSize(members);

    /// <summary>The members' offsets, and for each name, in the order of their bytes, its member's number from 1; little-endian.</summary>
    public static byte[] Coff(IReadOnlyList<ArOutput> members, IReadOnlyList<long> offsets)
    {
        var index = new Bytes(CoffSize(members));
        index.Number(members.Count, 4);
        foreach (var offset in offsets) index.Number(offset, 4);
        var symbols = members.SelectMany((member, number) => member.Symbols.Select(name => (Name: name, Number: number + 1))).ToArray();
        // Of one name the first member's entry is the one that a linker takes.
        Array.Sort(
            symbols,
            (one, other) => one.Name.AsSpan().SequenceCompareTo(other.Name) is not 0 and var order
                ? order
                : one.Number.CompareTo(other.Number));
        index.Number(symbols.Length, 4);
        foreach (var (_, number) in symbols) index.Number(number, 2);
        foreach (var (name, _) in symbols) index.Name(name);
        return index.Result;
    }

    public static long CoffSize(IReadOnlyList<ArOutput> members) => 8 + 4L * members.Count + 2 * Count(members) + NamesSize(members);

    /// <summary>
    /// For each name its place among the names and its member's header offset, then the names, padded to a multiple of 8;
    /// little-endian.
    /// </summary>
    /// <param name="members">Of the archive.</param>
    /// <param name="offsets">Of their headers, in bytes from the start of the archive.</param>
    /// <param name="width">Of every number: 4, or 8 for <c>__.SYMDEF_64</c>.</param>
    public static byte[] Bsd(IReadOnlyList<ArOutput> members, IReadOnlyList<long> offsets, int width)
    {
        var index = new Bytes(BsdSize(members, width));
        index.Number(2 * width * Count(members), width);
        long place = 0;
        for (var member = 0; member < members.Count; member++)
        {
            foreach (var symbol in members[member].Symbols)
            {
                index.Number(place, width);
                index.Number(offsets[member], width);
                place += symbol.Length + 1;
            }
        }

        index.Number(BsdSize(members, width) - 2 * width - 2 * width * Count(members), width);
        foreach (var symbol in members.SelectMany(member => member.Symbols)) index.Name(symbol);
        return index.Result;
    }

    public static long BsdSize(IReadOnlyList<ArOutput> members, int width) =>
        (2 * width + 2 * width * Count(members) + NamesSize(members) + 7) & ~7L;

    private static long Count(IReadOnlyList<ArOutput> members) => members.Sum(member => (long)member.Symbols.Count);

    private static long NamesSize(IReadOnlyList<ArOutput> members) => members.Sum(member => member.Symbols.Sum(name => name.Length + 1L));

    /// <summary>Bytes that are filled from their start to their end; what is not filled is zero.</summary>
    private sealed class Bytes(long size)
    {
        private int _position;

        public byte[] Result { get; } = new byte[size];

        public void Number(long value, int width, bool isBigEndian = false)
        {
            Span<byte> number = stackalloc byte[8];
            if (isBigEndian) BinaryPrimitives.WriteInt64BigEndian(number, value);
            else BinaryPrimitives.WriteInt64LittleEndian(number, value);
            (isBigEndian ? number[(8 - width)..] : number[..width]).CopyTo(Result.AsSpan(_position));
            _position += width;
        }

        public void Name(byte[] name)
        {
            name.CopyTo(Result.AsSpan(_position));
            _position += name.Length + 1;
        }
    }
}
