using System.Buffers.Binary;

namespace StaticLibraries.Tests.Libraries;

/// <summary>
/// Files that were found by mutation, or made to mislead: each is small and is built here, with what is wrong in it. What
/// the mutations find from now on is added, cut down to what matters.
/// </summary>
internal static class DamagedFiles
{
    public static IEnumerable<(string Name, byte[] Bytes)> All =>
    [
        ("size-of-2-to-the-63.a", [.. "!<arch>\n"u8, .. Header("a.o/", "9223372036")]),
        ("negative-size.a", [.. "!<arch>\n"u8, .. Header("a.o/", "-1")]),
        ("name-outside.a", [.. "!<arch>\n"u8, .. Header("//", "4"), .. "a/\n\n"u8, .. Header("/9999", "0")]),
        ("index-of-2-to-the-32.a", [.. "!<arch>\n"u8, .. Header("/", "8"), 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        (
            "second-member-of-2-to-the-31.lib",
            [.. "!<arch>\n"u8, .. Header("/", "4"), 0, 0, 0, 0, .. Header("/", "8"), 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0]),
        ("many-parts-that-overlap", Universal(40)),
        ("universal-in-itself", Universal(1)),
        ("array-without-bits.bc", Bitcode(elementWidth: 0)),
        ("elf-sections-everywhere", Elf(sectionOffset: ulong.MaxValue - 3, sectionCount: 0)),
        ("elf-sections-of-2-to-the-63", Elf(sectionOffset: 64, sectionCount: 0xffff)),
        ("import-of-4-GiB", [0, 0, 0xff, 0xff, 0, 0, 0x64, 0x86, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        (
            "coff-symbols-outside",
            [0x64, 0x86, 1, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, .. new byte[40]]),
        (
            "mach-o-commands-of-no-size",
            [
                0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                .. new byte[16]]),
    ];

    private static byte[] Header(string name, string size) =>
        System.Text.Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{644,-8}{size,-10}`\n");

    /// <summary>A universal file whose parts are each the whole of it.</summary>
    private static byte[] Universal(int count)
    {
        var bytes = new byte[8 + count * 20];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0xcafebabe);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), count);
        for (var part = 0; part < count; part++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8 + part * 20 + 12), bytes.Length);
        return bytes;
    }

    /// <summary>A module whose one abbreviation is an array of elements of a width, and a record that has 2^30 of them.</summary>
    private static byte[] Bitcode(int elementWidth)
    {
        var bits = new List<bool>();
        void Put(ulong value, int width)
        {
            for (var bit = 0; bit < width; bit++) bits.Add((value >> bit & 1) != 0);
        }

        foreach (var value in "BC\u00c0\u00de") Put(value, 8);
        Put(1, 2);
        Put(8, 8);
        Put(3, 4);
        while (bits.Count % 32 != 0) bits.Add(false);
        Put(4, 32);
        Put(2, 3);
        Put(2, 5);
        Put(0, 1);
        Put(3, 3);
        Put(0, 1);
        Put(1, 3);
        Put((ulong)elementWidth, 5);
        Put(4, 3);
        for (var piece = 0; piece < 5; piece++) Put(63, 6);
        Put(31, 6);
        while (bits.Count < 64 + 32 + 32 * 4 + 64) bits.Add(false);
        var bytes = new byte[bits.Count / 8];
        for (var bit = 0; bit < bytes.Length * 8; bit++) bytes[bit / 8] |= (byte)(bits[bit] ? 1 << (bit % 8) : 0);
        return bytes;
    }

    private static byte[] Elf(ulong sectionOffset, ushort sectionCount)
    {
        byte[] bytes = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[121]];
        bytes[16] = 1;
        bytes[18] = 62;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), sectionOffset);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), sectionCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(64 + 32), long.MinValue);
        return bytes;
    }
}
