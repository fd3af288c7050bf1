using StaticLibraries.Elf;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// What .note.gnu.property of several objects says of them as one (Linux Extensions to gABI, "Program Property"): a feature holds where all
/// have it, a need where one has it; of anything else nothing is said unless all say the same.
/// </summary>
internal static class ElfProperties
{
    private const int Longest = 4096;
    private const uint X86Features = 0xc000_0002, X86Needed = 0xc000_8002, Aarch64Features = 0xc000_0000;

    /// <summary>The note; empty for none.</summary>
    public static byte[] Together(IReadOnlyList<ElfUnit> units)
    {
        var notes = units.Select(Read).ToList();
        if (notes.TrueForAll(note => note.AsSpan().SequenceEqual(notes[0]))) return notes[0];
        var header = units[0].Object.Header;
        var properties = notes.Select(note => Parse(header, note)).ToList();
        var isX86 = ElfMachine.Of(header) == Machine.X86_64;
        var features = isX86 ? X86Features : Aarch64Features;
        var together = new List<(uint Type, uint Value)> { (
            features, properties.Select(one => one.GetValueOrDefault(features)).Aggregate((one, other) => one & other)) };
        if (isX86)
        {
            together.Add((X86Needed, properties.Select(one => one.GetValueOrDefault(X86Needed)).Aggregate((one, other) => one | other)));
        }

        return Note(header, [.. together.Where(property => property.Value != 0)]);
    }

    private static byte[] Read(ElfUnit unit)
    {
        var section = Array.IndexOf(unit.Roles, ElfRole.PropertyNote);
        if (section < 0 || unit.Object.Sections[section].Size > Longest) return [];
        var bytes = new byte[unit.Object.Sections[section].Size];
        unit.Object.Contents(section, "properties").Read(0, bytes, "properties");
        return bytes;
    }

    private static Dictionary<uint, uint> Parse(ElfHeader header, ReadOnlySpan<byte> note)
    {
        var properties = new Dictionary<uint, uint>();
        var padding = header.Is64 ? 8 : 4;
        for (var at = 16; at + 12 <= note.Length;)
        {
            var (type, size) = (header.U32(note[at..]), header.U32(note[(at + 4)..]));
            if (size == 4) properties[type] = header.U32(note[(at + 8)..]);
            if (size > Longest) break;
            at += 8 + ((int)size + padding - 1) / padding * padding;
        }

        return properties;
    }

    private static byte[] Note(ElfHeader header, IReadOnlyList<(uint Type, uint Value)> properties)
    {
        if (properties.Count == 0) return [];
        const int noteType = 5;
        var (encoding, each) = (ElfEncoding.Of(header), header.Is64 ? 16 : 12);
        var note = new byte[16 + each * properties.Count];
        encoding.U32(note, 4);
        encoding.U32(note.AsSpan(4), (uint)(each * properties.Count));
        encoding.U32(note.AsSpan(8), noteType);
        "GNU\0"u8.CopyTo(note.AsSpan(12));
        foreach (var (index, (type, value)) in properties.Index())
        {
            var property = note.AsSpan(16 + each * index);
            encoding.U32(property, type);
            encoding.U32(property[4..], 4);
            encoding.U32(property[8..], value);
        }

        return note;
    }
}
