using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>Bytes among instructions that are none (mach-o/loader.h, struct data_in_code_entry).</summary>
/// <param name="Address">In the object.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Kind">DICE_KIND_*.</param>
internal readonly record struct MachOCodeRange(uint Address, ushort Length, ushort Kind)
{
    public const int Size = 8;
}

/// <summary>
/// What a linker may make shorter (mach-o/arm64/reloc.h, LC_LINKER_OPTIMIZATION_HINT): a kind, and the addresses of the instructions.
/// </summary>
internal readonly record struct MachOHint(ulong Kind, ulong[] Addresses)
{
    private const int MostAddresses = 16;

    /// <summary>Reads all hints: numbers in ULEB128, each hint a kind, a count, and as many addresses; zeros fill the end.</summary>
    /// <exception cref="ArchiveFormatException">They are damaged.</exception>
    public static List<MachOHint> ReadAll(ByteRange range)
    {
        const string what = "optimization hints";
        var bytes = new byte[range.Length];
        range.Read(0, bytes, what);
        var (hints, position) = (new List<MachOHint>(), 0);
        while (position < bytes.Length && Number() is not 0 and var kind)
        {
            var count = Number();
            if (count > MostAddresses) throw range.Fault(position, $"a hint with at most {MostAddresses} addresses", $"one with {count}");
            var addresses = new ulong[count];
            for (var index = 0; index < addresses.Length; index++) addresses[index] = Number();
            hints.Add(new MachOHint(kind, addresses));
        }

        return hints;

        ulong Number()
        {
            var (value, shift) = (0ul, 0);
            while (position < bytes.Length && shift < 64)
            {
                var next = bytes[position++];
                value |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80) return value;
                shift += 7;
            }

            throw range.Fault(position, "a number that ends", "the end");
        }
    }

    /// <summary>Writes hints as <see cref="ReadAll"/> reads them, filled up to a multiple of 8 bytes.</summary>
    public static byte[] WriteAll(IEnumerable<MachOHint> hints)
    {
        var bytes = new List<byte>();
        foreach (var hint in hints)
        {
            Add(hint.Kind);
            Add((ulong)hint.Addresses.Length);
            foreach (var address in hint.Addresses) Add(address);
        }

        while (bytes.Count % 8 != 0) bytes.Add(0);
        return [.. bytes];

        void Add(ulong value)
        {
            for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
            bytes.Add((byte)value);
        }
    }
}
