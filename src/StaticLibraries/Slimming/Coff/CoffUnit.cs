using System.Text;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>A member in COFF. The first pieces are sections, by their numbers; the others are entries of .pdata.</summary>
internal sealed class CoffUnit : Unit
{
    public CoffUnit(int number, CoffUnitParts parts) : base(number, parts.Object.Bytes)
    {
        Object = parts.Object;
        Roles = parts.Roles;
        Parents = parts.Parents;
        Leaders = parts.Leaders;
        FirstEntries = parts.FirstEntries;
        IsOfSymbol = parts.IsOfSymbol;
        Pieces = [.. parts.Pieces];
        Symbols = parts.Symbols;
        References = new Links(Pieces.Length, parts.References);
        Companions = new Links(Pieces.Length, parts.Companions);
        Roots = parts.Roots;
        Comdats = parts.Comdats;
        Sets = parts.Sets;
        Needs = parts.Needs;
        Bare = parts.Bare;
        Directives = parts.Directives;
        IsUtf8 = parts.IsUtf8;
        Alternates = parts.Alternates;
        CommonAlignments = parts.CommonAlignments;
        Features = parts.Features;
        Unknown = parts.Unknown;
    }

    public CoffRelocatable Object { get; }

    /// <summary>By section.</summary>
    public CoffRole[] Roles { get; }

    /// <summary>By section, the one that it goes with; 0 for none.</summary>
    public int[] Parents { get; }

    /// <summary>By section, the symbol that a COMDAT has its name of; <see cref="UnitSymbol.NoSymbol"/> for none.</summary>
    public int[] Leaders { get; }

    /// <summary>By section, the piece of its first unwind entry; 0 for a section that is one piece.</summary>
    public int[] FirstEntries { get; }

    /// <summary>By section, whether what is behind the dollar of its name is the name of a symbol of this member.</summary>
    public bool[] IsOfSymbol { get; }

    /// <summary>The undefined symbols that nothing refers to: they are there to be found.</summary>
    public IReadOnlyList<int> Bare { get; }

    public IReadOnlyList<CoffDirective> Directives { get; }

    /// <summary>Whether the directives are in UTF-8.</summary>
    public bool IsUtf8 { get; }

    /// <summary>By names: what stands for another where nothing defines that (<c>/ALTERNATENAME</c>).</summary>
    public IReadOnlyList<Link> Alternates { get; }

    /// <summary>The alignments of common symbols that directives ask for, in bytes, by the name.</summary>
    public IReadOnlyDictionary<int, int> CommonAlignments { get; }

    /// <summary>What the member says that it was compiled for (<c>@feat.00</c>).</summary>
    public uint Features { get; }

    /// <summary>The first thing in it that is not known, as a clause; null for none.</summary>
    public string? Unknown { get; }

    public int EntrySize => EntrySizeOf(Object.Header.Machine);

    /// <summary>PE Format, "The .pdata Section". 0 for machines without one that is known here.</summary>
    public static int EntrySizeOf(Machine machine) => machine switch
    {
        Machine.X86_64 => 12,
        Machine.Aarch64 => 8,
        _ => 0,
    };

    /// <summary>The piece of a place in a section.</summary>
    public int PieceOf(int section, uint offset)
    {
        var first = FirstEntries[section];
        return first == 0 ? section : first + (int)Math.Min(offset, Object.Sections[section].RawSize - 1) / EntrySize;
    }

    public override string Describe(int piece)
    {
        using var names = Object.OpenNames();
        return (piece < Object.Sections.Length ? "section "
            : "entry of section ") + Encoding.UTF8.GetString(names[Object.Sections[Pieces[piece].Section]]);
    }

    public string NameOf(int symbol)
    {
        using var names = Object.OpenNames();
        return Encoding.UTF8.GetString(names[Object.Symbols[symbol]]);
    }
}
