using StaticLibraries.MachO;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>A section of an object that is made of several: what goes into it, in its order.</summary>
internal sealed class MachOMergedSection(MachOSection header)
{
    /// <summary>Without size, address and place in the file, until all is in it.</summary>
    public MachOSection Header { get; set; } = header;

    /// <summary>The units' sections whose live pieces are in it.</summary>
    public List<(MachOUnit Unit, int Section)> Parts { get; } = [];
}

/// <summary>
/// Where the live pieces of some units are in the object that they become. Sections of one name and type become one; a piece keeps its
/// place within what its section is aligned to.
/// </summary>
internal sealed class MachOPlaces
{
    private const uint KindMask = ~(MachOSection.PureInstructions | MachOSection.SomeInstructions);

    private readonly Reach _reach;
    private readonly MachOSets _sets;
    private readonly Dictionary<(string, string, uint), MachOMergedSection> _byName = [];
    private readonly Dictionary<int, (int[] Sections, long[] Offsets)> _places = [];
    private readonly List<MachOMergedSection> _sections = [];

    /// <exception cref="InputException">The pieces cannot be in one object.</exception>
    public MachOPlaces(Reach reach, MachOSets sets, IReadOnlyList<MachOUnit> units)
    {
        (_reach, _sets, Units) = (reach, sets, units);
        foreach (var unit in units) _places.Add(unit.Number,
            (new int[unit.Object.Sections.Length], [.. Enumerable.Repeat(-1L, unit.Pieces.Length)]));
        // Those without bytes in the file come last, as every compiler has them.
        foreach (var isZeroFill in (bool[])[false, true])
        {
            foreach (var unit in units)
            {
                for (var section = 1; section < unit.Object.Sections.Length; section++)
                {
                    if (unit.Object.Sections[section].IsZeroFill == isZeroFill && LivePieces(unit, section).Any()) Add(unit, section);
                }
            }
        }
    }

    public IReadOnlyList<MachOUnit> Units { get; }

    public IReadOnlyList<MachOMergedSection> Sections => _sections;

    /// <summary>The pieces of a section that live, in their order.</summary>
    public IEnumerable<int> LivePieces(MachOUnit unit, int section)
    {
        var (first, end) = (unit.PiecesOf(section).Start.Value, unit.PiecesOf(section).End.Value);
        for (var piece = first; piece < end; piece++)
        {
            if (_reach.IsLive(unit, piece)) yield return piece;
        }
    }

    public bool Has(MachOUnit unit, int piece) => _places.TryGetValue(unit.Number, out var place) && place.Offsets[piece] >= 0;

    /// <summary>The new number of a unit's section.</summary>
    public int SectionOf(MachOUnit unit, int section) => _places[unit.Number].Sections[section];

    /// <summary>Where a piece is in its new section.</summary>
    public long OffsetOf(MachOUnit unit, int piece) => _places[unit.Number].Offsets[piece];

    /// <summary>The new address of what a piece's section has at an address.</summary>
    /// <exception cref="InputException">The piece is not here.</exception>
    public long AddressOf(MachOUnit unit, int piece, long address)
    {
        if (!Has(unit, piece)) throw unit.Refusal($"something that lives refers to the {unit.Describe(piece)}, which does not");
        var section = unit.Pieces[piece].Section;
        return _sections[SectionOf(unit, section) - 1].Header.Address + OffsetOf(unit, piece)
            + (address - unit.Object.Sections[section].Address - unit.StartOf(piece));
    }

    /// <summary>Room of zeros, for a common symbol.</summary>
    /// <returns>The number of the section and the offset in it.</returns>
    public (int Section, long Offset) AddZeros(long size, int alignment)
    {
        var section = Merged(new MachOSection { Segment = "__DATA", Name = "__common", Flags = (uint)MachOSectionType.ZeroFill });
        var offset = Aligned(section.Header.Size, 1L << alignment);
        section.Header = section.Header with { Size = offset + size, Alignment = Math.Max(section.Header.Alignment, alignment) };
        return (_sections.IndexOf(section) + 1, offset);
    }

    /// <summary>Gives the sections their addresses, when all is in them.</summary>
    /// <exception cref="InputException">There are more than a symbol can number.</exception>
    public void Close()
    {
        if (_sections.Count > byte.MaxValue)
            throw Units[0].Refusal($"the members have {_sections.Count} sections together, more than the {byte.MaxValue} that one "
                + "object can have");
        var address = 0L;
        foreach (var section in _sections)
        {
            address = Aligned(address, 1L << section.Header.Alignment);
            section.Header = section.Header with { Address = address };
            address += section.Header.Size;
        }
    }

    private static long Aligned(long value, long alignment) => (value + alignment - 1) & -alignment;

    private MachOMergedSection Merged(in MachOSection header)
    {
        var key = (header.Segment, header.Name, header.Flags & KindMask);
        if (!_byName.TryGetValue(key, out var merged))
        {
            _byName.Add(key, merged = new MachOMergedSection(header with
            {
                Address = 0,
                Size = 0,
                Offset = 0,
                Relocations = 0,
                RelocationCount = 0,
                Reserved1 = 0
            }));
            _sections.Add(merged);
        }

        return merged;
    }

    private void Add(MachOUnit unit, int section)
    {
        var header = unit.Object.Sections[section];
        var merged = Merged(_sets.Named(header));
        if (merged.Header.Reserved2 != header.Reserved2)
            throw unit.Refusal($"the section {header.FullName} has elements of {header.Reserved2} bytes, and another member's of "
                + $"{merged.Header.Reserved2}");
        var (sections, offsets) = _places[unit.Number];
        sections[section] = _sections.IndexOf(merged) + 1;
        if (MachOKnowledge.IsImageInfo(header) && merged.Parts.Count > 0)
        {
            ShareImageInfo(unit, section, merged);
            return;
        }

        var (offset, hasEnd, isPacked) = (merged.Header.Size, EndsWithLabel(merged), MachOKnowledge.IsFrames(header));
        foreach (var piece in LivePieces(unit, section))
        {
            // A terminator of unwind records would end those of other members too.
            if (isPacked && unit.Object.HasSubsections && unit.Pieces[piece].Size <= 4) continue;
            if (hasEnd) offset++;
            if (!isPacked) offset += (unit.StartOf(piece) - offset) & ((1L << header.Alignment) - 1);
            offsets[piece] = offset;
            offset += unit.Pieces[piece].Size;
            hasEnd = unit.HasEnd(piece);
        }

        merged.Header = merged.Header with
        {
            Size = offset,
            Alignment = Math.Max(merged.Header.Alignment, header.Alignment),
            Flags = merged.Header.Flags | header.Flags
        };
        merged.Parts.Add((unit, section));
    }

    /// <summary>Whether a label is at the end of what is in a section so far: what comes next must not be where it is.</summary>
    private bool EndsWithLabel(MachOMergedSection merged)
    {
        if (merged.Parts.Count == 0) return false;
        var (unit, section) = merged.Parts[^1];
        return unit.HasEnd(LivePieces(unit, section).Last());
    }

    private void ShareImageInfo(MachOUnit unit, int section, MachOMergedSection merged)
    {
        var (first, number) = merged.Parts[0];
        if (!Bytes(unit, section).AsSpan().SequenceEqual(Bytes(first, number)))
            throw unit.Refusal($"the section {unit.Object.Sections[section].FullName} says another version of Objective-C or Swift than "
                + $"{first.Name}'s");
        foreach (var piece in LivePieces(unit, section)) _places[unit.Number].Offsets[piece] = unit.StartOf(piece);

        static byte[] Bytes(MachOUnit unit, int section)
        {
            var bytes = new byte[unit.Object.Sections[section].Size];
            unit.Object.Contents(section).Read(0, bytes, "the version of Objective-C");
            return bytes;
        }
    }
}
