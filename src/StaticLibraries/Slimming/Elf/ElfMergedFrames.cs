using StaticLibraries.Elf;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// The unwind records that live, as one .eh_frame: each moved, with its relocations, and with the distance to its CIE made right.
/// </summary>
internal sealed class ElfMergedFrames
{
    private readonly ElfPlaces _places;
    private readonly List<(ElfUnit Unit, int Piece, long Offset)> _records = [];
    private readonly long _size;
    private readonly long _relocations;

    public ElfMergedFrames(SlimmedUnits library, ElfPlaces places)
    {
        _places = places;
        foreach (var unit in places.Units)
        {
            for (var piece = unit.FirstFrame; piece < unit.Pieces.Length; piece++)
            {
                if (!library.Reach.IsLive(unit, piece)) continue;
                _records.Add((unit, piece, _size));
                _size += unit.Pieces[piece].Size;
                var range = Frame(unit, piece).Relocations;
                _relocations += range.End.Value - range.Start.Value;
            }
        }
    }

    public void AddTo(ElfWriter writer)
    {
        if (_records.Count == 0) return;
        var (unit, piece, _) = _records[0];
        var first = unit.Object.Sections[unit.Pieces[piece].Section];
        var alignment = _records.Max(record => record.Unit.Object.Sections[record.Unit.Pieces[record.Piece].Section].Alignment);
        var section = writer.AddSection(
            ".eh_frame"u8,
            new ElfSectionHeader
            {
                Type = first.Type,
                Flags = first.Flags & ~ElfSectionHeader.InGroup,
                Size = _size,
                Alignment = alignment,
            },
            output => WriteRecords(output, writer.Encoding));
        var hasAddend = HasAddend(unit, unit.Pieces[piece].Section);
        var size = ElfRelocation.SizeIn(unit.Object.Header, hasAddend);
        var header =
            new ElfSectionHeader
            {
                Type = hasAddend ? ElfSectionHeader.Rela : ElfSectionHeader.Rel,
                Flags = ElfSectionHeader.InfoLink,
                Info = (uint)section,
                Size = size * _relocations,
                Alignment = writer.Encoding.Is64 ? 8 : 4,
                EntrySize = size,
            };
        writer.AddSection(
            hasAddend ? ".rela.eh_frame"u8 : ".rel.eh_frame"u8, header, output => WriteRelocations(output, writer.Encoding, hasAddend));
    }

    private static ElfFrame Frame(ElfUnit unit, int piece) => unit.Frames[piece - unit.FirstFrame];

    /// <summary>Of a section of unwind tables; each has relocations, or it would be for no function.</summary>
    private static bool HasAddend(ElfUnit unit, int section) =>
        unit.Object.Sections[unit.RelocationSections[section][0]].Type == ElfSectionHeader.Rela;

    private void WriteRecords(Stream output, ElfEncoding encoding)
    {
        Span<byte> distance = stackalloc byte[4];
        var cies = new Dictionary<int, long>();
        ElfUnit? last = null;
        foreach (var (unit, piece, offset) in _records)
        {
            if (unit != last) cies.Clear();
            last = unit;
            var (from, frame) = (unit.Pieces[piece], Frame(unit, piece));
            if (frame.IsCie) cies.Add(piece, offset);
            encoding.U32(distance, frame.IsCie ? 0 : (uint)(offset + 4 - cies[frame.Cie]));
            unit.Bytes.CopyTo(from.Offset, 4, output, "an unwind record");
            output.Write(distance);
            unit.Bytes.CopyTo(from.Offset + 8, from.Size - 8, output, "an unwind record");
        }
    }

    private void WriteRelocations(Stream output, ElfEncoding encoding, bool hasAddend)
    {
        Span<byte> bytes = stackalloc byte[encoding.Is64 ? 24 : 12];
        bytes = bytes[..(hasAddend ? bytes.Length : bytes.Length / 3 * 2)];
        var relocations = new List<ElfRelocation>();
        (ElfUnit? Unit, int Section) last = (null, 0);
        foreach (var (unit, piece, offset) in _records)
        {
            var from = unit.Pieces[piece];
            if (last != (unit, from.Section))
            {
                if (HasAddend(unit, from.Section) != hasAddend)
                {
                    throw unit.Refusal("the relocations of its unwind tables are of another form than those of the members before it");
                }

                relocations.Clear();
                foreach (var section in unit.RelocationSections[from.Section]) relocations.AddRange(unit.Object.Relocations(section));
                last = (unit, from.Section);
            }

            var (frame, start) = (Frame(unit, piece), from.Offset - unit.Object.Sections[from.Section].Offset);
            foreach (var relocation in relocations[frame.Relocations])
            {
                var isFunction = !frame.IsCie && relocation.Offset == start + 8;
                var symbol = isFunction ? _places.OfOwn(unit, frame.Function) : _places.Of(unit, (int)relocation.Symbol);
                encoding.Relocation(bytes, relocation with { Offset = relocation.Offset - start + offset, Symbol = symbol }, hasAddend);
                output.Write(bytes);
            }
        }
    }
}
