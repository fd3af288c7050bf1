using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives.Elf;

/// <summary>What the program headers and the dynamic section of an ET_DYN file say (System V gABI, chapter 5).</summary>
internal static class ElfDynamic
{
    private const uint PtDynamic = 2, PtInterp = 3;
    private const ulong DtSoName = 14, DtFlags1 = 0x6fff_fffb, Df1Pie = 0x0800_0000;

    /// <summary>
    /// Tells a position-independent executable from a shared library, which have one type: by DF_1_PIE, which linkers
    /// have written since 2016, else by an interpreter without a name of its own (DT_SONAME).
    /// </summary>
    public static bool IsExecutable(ElfHeader header, ByteRange bytes)
    {
        var size = header.Is64 ? 56 : 32;
        if (header.ProgramHeaderCount == 0 || header.ProgramHeaderSize != size) return false;
        using var segments = new RecordTable(bytes.Slice(header.ProgramHeaderOffset, header.ProgramHeaderCount, size, "the program headers"), size, "the program headers");
        var (hasInterpreter, hasDynamic) = (false, false);
        var (isPie, hasName) = (false, false);
        for (long index = 0; index < segments.Count; index++)
        {
            var segment = segments[index];
            var type = header.U32(segment);
            if (type == PtInterp) hasInterpreter = true;
            if (type != PtDynamic || hasDynamic) continue;
            hasDynamic = true;
            var offset = header.Address(segment[(header.Is64 ? 8 : 4)..]);
            var length = header.Address(segment[(header.Is64 ? 32 : 16)..]);
            (isPie, hasName) = Flags(header, bytes.Slice(offset, length, "the dynamic section"));
        }

        return isPie || (hasInterpreter && !hasName);
    }

    private static (bool IsPie, bool HasName) Flags(ElfHeader header, ByteRange section)
    {
        using var entries = new RecordTable(section, header.Is64 ? 16 : 8, "the dynamic section");
        var (isPie, hasName) = (false, false);
        for (long index = 0; index < entries.Count; index++)
        {
            var entry = entries[index];
            var tag = (ulong)header.Address(entry);
            if (tag == 0) break;
            if (tag == DtSoName) hasName = true;
            if (tag == DtFlags1) isPie = ((ulong)header.Address(entry[(header.Is64 ? 8 : 4)..]) & Df1Pie) != 0;
        }

        return (isPie, hasName);
    }
}
