using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>The notes in sections of linked ELF files: versions that are asked for, the build's id, the file with the symbols.</summary>
internal static class ElfNotes
{
    /// <summary>Of all version records and their strings, in bytes.</summary>
    private const int Most = 1 << 20;

    /// <summary>The highest GLIBC_x.y of .gnu.version_r (Linux Standard Base Core, "Symbol Version Requirements").</summary>
    /// <param name="header">The file's header.</param>
    /// <param name="section">The section of type SHT_GNU_verneed.</param>
    /// <param name="strings">Its string table.</param>
    public static Version? Glibc(ElfHeader header, ByteRange section, StringTable strings)
    {
        var bytes = new byte[Math.Min(section.Length, Most)];
        section.Read(0, bytes, "the version requirements");
        Version? highest = null;
        for (var file = 0; file >= 0 && file + 16 <= bytes.Length;)
        {
            var entry = file + (long)header.U32(bytes.AsSpan(file + 8));
            for (var left = header.U16(bytes.AsSpan(file + 2)); left > 0 && entry >= 0 && entry + 16 <= bytes.Length; left--)
            {
                var record = bytes.AsSpan((int)entry);
                var version = VersionOf(strings[header.U32(record[8..])]);
                if (version > highest || highest is null) highest = version ?? highest;
                var next = header.U32(record[12..]);
                if (next == 0) break;
                entry += next;
            }

            var following = header.U32(bytes.AsSpan(file + 12));
            if (following == 0 || following > bytes.Length) break;
            file += (int)following;
        }

        return highest;
    }

    /// <summary>Of .note.gnu.build-id: three words (lengths of name and content, type), the name GNU, the content.</summary>
    public static string? BuildId(ElfHeader header, ReadOnlySpan<byte> note)
    {
        if (note.Length < 16 || !note[12..16].SequenceEqual("GNU\0"u8)) return null;
        var length = header.U32(note[4..]);
        return length <= note.Length - 16 ? Convert.ToHexStringLower(note.Slice(16, (int)length)) : null;
    }

    /// <summary>Of .gnu_debuglink: a name that ends with a zero byte, then a checksum.</summary>
    public static string? DebugFile(ReadOnlySpan<byte> section)
    {
        var end = section.IndexOf((byte)0);
        return end > 0 ? Encoding.UTF8.GetString(section[..end]) : null;
    }

    private static Version? VersionOf(ReadOnlySpan<byte> name) =>
        name.StartsWith("GLIBC_"u8) && Version.TryParse(Encoding.ASCII.GetString(name[6..]), out var version) ? version : null;
}
