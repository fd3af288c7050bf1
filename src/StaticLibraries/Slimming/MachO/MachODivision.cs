using StaticLibraries.MachO;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>Divides the sections of a member into pieces, as Apple's linkers do.</summary>
internal sealed class MachODivision(MachOUnitParts parts)
{
    private const int CompactUnwindSize = 32;

    private readonly List<long>[] _symbols = [.. parts.Object.Sections.Select(_ => new List<long>())];

    /// <param name="fully">Whether sections are divided at all.</param>
    /// <exception cref="ArchiveFormatException">A section of records has no whole number of them.</exception>
    public void Divide(bool fully)
    {
        if (fully && parts.Object.HasSubsections) FindStarts();
        for (var section = 1; section < parts.Object.Sections.Length; section++)
        {
            parts.Firsts[section] = parts.Pieces.Count;
            var header = parts.Object.Sections[section];
            if (MachOKnowledge.IsStripped(header) || !fully || header.Size == 0) Add(section, [0]);
            else if (MachOKnowledge.IsFrames(header)) Add(section, MachOFrameReader.StartsOf(parts.Object, section));
            else if (MachOKnowledge.IsCompactUnwind(header)) Add(section, Records(section, CompactUnwindSize));
            else if (header.Type == MachOSectionType.CStrings) Add(section, Strings(section));
            else if (MachOKnowledge.RecordSize(header) is > 0 and var size) Add(section, Records(section, size));
            else Add(section, _symbols[section].Prepend(0).Distinct().Order());
        }

        parts.Firsts[^1] = parts.Pieces.Count;
        if (parts.Firsts.Length > 1) parts.Firsts[0] = 1;
    }

    /// <summary>Symbols begin atoms, unless they say that they do not (N_ALT_ENTRY) or are the assembler's own (L).</summary>
    private void FindStarts()
    {
        using var names = parts.Object.OpenNames();
        foreach (var symbol in parts.Object.Symbols)
        {
            if (!symbol.IsInSection || (symbol.Description & MachOSymbolEntry.AltEntry) != 0) continue;
            var header = parts.Object.Sections[symbol.Section];
            var offset = (long)symbol.Value - header.Address;
            if (offset < header.Size && MachOKnowledge.IsDividedBySymbols(header) && names[symbol.Name] is not [(byte)'L', ..])
                _symbols[symbol.Section].Add(offset);
        }
    }

    private void Add(int section, IEnumerable<long> starts)
    {
        var header = parts.Object.Sections[section];
        var flags = MachOKnowledge.IsStripped(header) ? PieceFlags.Stripped : header.IsZeroFill ? PieceFlags.ZeroFill : PieceFlags.None;
        var last = -1L;
        foreach (var start in starts)
        {
            if (last >= 0)
            {
                AddPiece(section, header, last == 0 && IsPadding(section, start) ? flags | PieceFlags.Structure : flags, last, start);
            }

            last = start;
        }

        AddPiece(section, header, flags, last, header.Size);
    }

    /// <summary>
    /// Whether the first bytes of a section are there for the alignment of what is behind them: merging leaves such room where the first
    /// atom is dead.
    /// </summary>
    private bool IsPadding(int section, long end)
    {
        var header = parts.Object.Sections[section];
        if (end >= 1L << header.Alignment || _symbols[section].Contains(0)) return false;
        if (header.IsZeroFill) return true;
        var bytes = new byte[end];
        parts.Object.Contents(section).Read(0, bytes, "a section");
        return !bytes.AsSpan().ContainsAnyExcept((byte)0);
    }

    private void AddPiece(int section, in MachOSection header, PieceFlags flags, long start, long end)
    {
        parts.Pieces.Add(new Piece(section, header.IsZeroFill ? 0 : header.Offset + start, end - start, 1L << header.Alignment, flags));
        parts.Starts.Add(start);
    }

    private IEnumerable<long> Records(int section, int size)
    {
        var header = parts.Object.Sections[section];
        if (header.Size % size != 0) throw parts.Object.Bytes.Fault(header.Offset,
            $"records of {size} bytes in the section {header.FullName}", $"{header.Size} bytes");
        for (long start = 0; start < header.Size; start += size) yield return start;
    }

    /// <summary>A string with the zero bytes behind it: more than one fill up to where the next is aligned.</summary>
    private IEnumerable<long> Strings(int section)
    {
        var bytes = new byte[parts.Object.Sections[section].Size];
        parts.Object.Contents(section).Read(0, bytes, "strings");
        yield return 0;
        for (var offset = 1; offset < bytes.Length; offset++)
        {
            if (bytes[offset] != 0 && bytes[offset - 1] == 0) yield return offset;
        }
    }
}
