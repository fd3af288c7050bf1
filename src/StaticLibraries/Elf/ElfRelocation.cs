namespace StaticLibraries.Elf;

/// <summary>One relocation (System V gABI, chapter 4, "Relocation").</summary>
/// <param name="Offset">In bytes from the start of the section that it is applied to.</param>
/// <param name="Symbol">The symbol's number; 0 for none.</param>
/// <param name="Type">The machine's own number of what is to be done.</param>
/// <param name="Addend">0 where it is in the section (SHT_REL).</param>
internal readonly record struct ElfRelocation(long Offset, uint Symbol, uint Type, long Addend)
{
    public static int SizeIn(ElfHeader header, bool hasAddend) => (header.Is64 ? 8 : 4) * (hasAddend ? 3 : 2);

    public static ElfRelocation Read(ElfHeader header, ReadOnlySpan<byte> bytes, bool hasAddend)
    {
        if (!header.Is64)
        {
            var word = header.U32(bytes[4..]);
            return new ElfRelocation(header.U32(bytes), word >> 8, word & 0xff, hasAddend ? (int)header.U32(bytes[8..]) : 0);
        }

        var info = header.U64(bytes[8..]);
        return new ElfRelocation((long)header.U64(bytes), (uint)(info >> 32), (uint)info, hasAddend ? (long)header.U64(bytes[16..]) : 0);
    }
}
