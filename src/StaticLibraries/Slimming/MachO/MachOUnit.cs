using System.Text;
using StaticLibraries.MachO;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>A record of __eh_frame that tells how to unwind one function (an FDE).</summary>
/// <param name="Piece">The record.</param>
/// <param name="Cie">What it shares with others.</param>
/// <param name="Function">The field that says where the function is.</param>
/// <param name="Data">The field that says where its language-specific data is; none where it has none.</param>
internal readonly record struct MachOFrame(int Piece, int Cie, MachOFrameField Function, MachOFrameField Data);

/// <summary>A field of a record that holds the distance to something.</summary>
/// <param name="Offset">In the section.</param>
/// <param name="Size">In bytes; 0 for no field.</param>
/// <param name="Target">The piece that the distance is to; where relocations say that, the piece that they count from.</param>
/// <param name="Address">Of what is there, as the object has it.</param>
/// <param name="IsByRelocations">Whether a pair of relocations says it: its contents then tell where the field is.</param>
internal readonly record struct MachOFrameField(long Offset, int Size, int Target, long Address, bool IsByRelocations);

/// <summary>
/// A member in Mach-O. Its pieces are, section by section, what its kind is divided into: atoms from symbol to symbol, strings, literals,
/// pointers, records of unwind tables.
/// </summary>
internal sealed class MachOUnit : Unit
{
    private readonly int[] _firsts;
    private readonly long[] _starts;
    private readonly HashSet<int> _ends;
    private readonly List<Link> _sets = [];

    public MachOUnit(int number, MachOUnitParts parts) : base(number, parts.Object.Bytes)
    {
        Object = parts.Object;
        Pieces = [.. parts.Pieces];
        Symbols = parts.Symbols;
        References = new Links(Pieces.Length, parts.References);
        Companions = new Links(Pieces.Length, parts.Companions);
        Roots = parts.Roots;
        Sets = _sets;
        Relocations = parts.Relocations;
        Frames = parts.Frames;
        Unknown = parts.Unknown;
        (_firsts, _starts, _ends) = (parts.Firsts, [.. parts.Starts], parts.Ends);
    }

    public MachORelocatable Object { get; }

    /// <summary>By section, in the order of their places; none of what is stripped.</summary>
    public MachORelocation[][] Relocations { get; }

    public IReadOnlyList<MachOFrame> Frames { get; }

    /// <summary>
    /// What is not known here and leaves no choice but to keep the member as it is, a clause (strip mode); null for nothing.
    /// </summary>
    public string? Unknown { get; }

    /// <summary>The numbers of a section's pieces.</summary>
    public Range PiecesOf(int section) => _firsts[section].._firsts[section + 1];

    /// <summary>Where a piece begins in its section.</summary>
    public long StartOf(int piece) => _starts[piece];

    /// <summary>Whether something is said to be at the end of a piece, so that nothing else may begin there.</summary>
    public bool HasEnd(int piece) => _ends.Contains(piece);

    /// <summary>The piece that holds an offset of a section; its end belongs to the last.</summary>
    public int PieceAt(int section, long offset) => MachOUnitParts.PieceAt(_starts, _firsts[section], _firsts[section + 1], offset);

    /// <summary>Says that a name which no unit defines reaches a section.</summary>
    public void AddSet(int name, int section) =>
        _sets.AddRange(Enumerable.Range(_firsts[section], _firsts[section + 1] - _firsts[section]).Select(piece => new Link(name, piece)));

    public override string Describe(int piece)
    {
        var section = Object.Sections[Pieces[piece].Section];
        return StartOf(piece) == 0 ? $"section {section.FullName}" : $"section {section.FullName} at 0x{StartOf(piece):x}";
    }

    public string NameOf(int symbol)
    {
        using var names = Object.OpenNames();
        return Encoding.UTF8.GetString(names[Object.Symbols[symbol].Name]);
    }
}
