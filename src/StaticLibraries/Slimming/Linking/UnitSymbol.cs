using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>Where a symbol is.</summary>
internal enum SymbolPlace : byte
{
    /// <summary>Not in this unit.</summary>
    Undefined,
    /// <summary>In a piece.</summary>
    InPiece,
    /// <summary>A number.</summary>
    Absolute,
    /// <summary>Room that has no place yet (<see cref="SymbolKind.Common"/>).</summary>
    Common,
}

/// <summary>
/// One symbol of a unit. Its number is the format's own, so that the format finds beside it what the core does not ask for.
/// </summary>
internal struct UnitSymbol
{
    public const int NoName = -1, NoSymbol = -1;

    /// <summary>The number of its name in the table of names that all units share; <see cref="NoName"/> for a local symbol.</summary>
    public int Name;

    /// <summary>
    /// The piece that it is in, where <see cref="Place"/> says that it is in one. A symbol at the end of a section is in its last
    /// piece.
    /// </summary>
    public int Piece;

    /// <summary>
    /// Of the same unit, what stands for this one where no unit defines its name: the default of COFF's weak externals.
    /// <see cref="NoSymbol"/> for none. (With 0 for none a symbol could not fall back to the first one.)
    /// </summary>
    public int Fallback;

    public SymbolPlace Place;

    /// <summary>For an undefined one: whether it has to be found.</summary>
    public SymbolBinding Binding;

    /// <summary>Defined, but not in an archive's index: no linker takes the member for its sake.</summary>
    public bool IsUnlisted;

    /// <summary>Of common symbols: their size in bytes.</summary>
    public ulong Size;

    public readonly bool IsGlobal => Name != NoName;

    public readonly bool IsDefined => Place != SymbolPlace.Undefined;
}
