using StaticLibraries.Coff;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>What is known of a member while it is read.</summary>
internal sealed class CoffUnitParts
{
    public CoffUnitParts(CoffRelocatable one)
    {
        Object = one;
        var sections = one.Sections.Length;
        Roles = new CoffRole[sections];
        Parents = new int[sections];
        Leaders = new int[sections];
        FirstEntries = new int[sections];
        IsOfSymbol = new bool[sections];
        Symbols = new UnitSymbol[one.Symbols.Length];
        Array.Fill(Leaders, UnitSymbol.NoSymbol);
    }

    public CoffRelocatable Object { get; }

    public CoffRole[] Roles { get; }

    public int[] Parents { get; }

    public int[] Leaders { get; }

    public int[] FirstEntries { get; }

    public bool[] IsOfSymbol { get; }

    public UnitSymbol[] Symbols { get; }

    public List<Piece> Pieces { get; } = [];

    public List<Link> References { get; } = [];

    public List<Link> Companions { get; } = [];

    public List<int> Roots { get; } = [];

    public List<Comdat> Comdats { get; } = [];

    public List<Link> Sets { get; } = [];

    public List<int> Needs { get; } = [];

    public List<int> Bare { get; } = [];

    public List<CoffDirective> Directives { get; } = [];

    public bool IsUtf8 { get; set; }

    public List<Link> Alternates { get; } = [];

    public Dictionary<int, int> CommonAlignments { get; } = [];

    public uint Features { get; set; }

    /// <summary>The first thing that was met and is not known, as a clause.</summary>
    public string? Unknown { get; set; }
}
