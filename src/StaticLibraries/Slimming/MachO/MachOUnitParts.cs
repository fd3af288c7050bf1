using StaticLibraries.MachO;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>What a unit is put together of, while its member is read.</summary>
internal sealed class MachOUnitParts(MachORelocatable file)
{
    public MachORelocatable Object => file;

    public Machine Machine => file.Header.Machine;

    public List<Piece> Pieces { get; } = [new Piece(0, 0, 0, 1, PieceFlags.Structure)];

    /// <summary>By piece, where it begins in its section.</summary>
    public List<long> Starts { get; } = [0];

    /// <summary>By section, its first piece; then one more.</summary>
    public int[] Firsts { get; } = new int[file.Sections.Length + 1];

    /// <summary>The pieces at whose end something is said to be.</summary>
    public HashSet<int> Ends { get; } = [];

    public UnitSymbol[] Symbols { get; } = new UnitSymbol[file.Symbols.Length];

    public MachORelocation[][] Relocations { get; } = [.. file.Sections.Select(_ => Array.Empty<MachORelocation>())];

    public List<MachOFrame> Frames { get; } = [];

    public List<Link> References { get; } = [];

    public List<Link> Companions { get; } = [];

    public List<int> Roots { get; } = [];

    public string? Unknown { get; set; }

    /// <summary>The exception for something in the member that full slimming does not know.</summary>
    public InputException Refusal(string what) =>
        new($"{file.Bytes.File}({file.Bytes.Member}): {what}; --slim strip takes debugging data away and leaves the rest as it is");

    /// <summary>The piece that holds an offset of a section; its end belongs to the last.</summary>
    public int PieceAt(int section, long offset) =>
        PieceAt(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Starts), Firsts[section], Firsts[section + 1], offset);

    /// <summary>The piece that an address of a section is in, which is noted where it is the section's end.</summary>
    /// <exception cref="InputException">It is in no piece.</exception>
    public int TargetAt(int section, long address)
    {
        var header = file.Sections[section];
        if (address < header.Address || address > header.End)
            throw Refusal($"something refers to the address 0x{address:x} in the section {header.FullName}, which is from "
                + $"0x{header.Address:x} to 0x{header.End:x}");
        var piece = PieceAt(section, address - header.Address);
        if (address == header.End) Ends.Add(piece);
        return piece;
    }

    /// <summary>The last of some pieces that begins at an offset or before it.</summary>
    public static int PieceAt(ReadOnlySpan<long> starts, int first, int end, long offset)
    {
        var place = starts[first..end].BinarySearch(offset);
        return first + Math.Max(0, place >= 0 ? place : ~place - 1);
    }
}
