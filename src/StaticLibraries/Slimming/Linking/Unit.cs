using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// Of all units' pieces of one name a linker keeps those of one unit: ELF's COMDAT groups, COFF's COMDAT sections.
/// </summary>
/// <param name="Name">The number of the name.</param>
/// <param name="Pieces">What is kept or lost together.</param>
/// <param name="Rank">The unit with the highest is kept, of equals the first: the size where the largest is asked for, else 0.</param>
internal sealed record Comdat(int Name, int[] Pieces, long Rank = 0);

/// <summary>
/// One member of a library as slimming sees it: pieces, symbols, and which piece leads to which. A format derives from it
/// and keeps beside it what its writer needs.
/// </summary>
/// <remarks>
/// <para>Piece 0 is the unit as such: it lives as soon as any other piece of the unit does, or a symbol in no piece is referred to. What
/// must be there with anything of the unit is a companion of piece 0; what the unit asks for in words (/INCLUDE in .drectve) is
/// a reference of piece 0. A unit that is taken whole or not at all (an import) has piece 0 alone.</para>
/// <para>All rules of the kind "an unwind entry lives with its function", "a group lives as a whole", "an associative section lives with
/// its leader" are companions. What they hang on leads to them: a function has its FDE as a companion, the FDE its CIE, and not
/// the other way round; where both hang on each other, both are said.</para>
/// </remarks>
/// <param name="number">Its place among the library's units, from 0, in the order of the archive.</param>
/// <param name="bytes">The member.</param>
internal abstract class Unit(int number, ByteRange bytes)
{
    /// <summary>What is wrong with an export that is hidden, as a clause, and what to do.</summary>
    public const string WhyNotHidden = "a shared library that is made of it could not show it to anybody",
        NotHidden = "build the library without -fvisibility=hidden, or mark what is to be seen: __attribute__((visibility(\"default\")))";

    public int Number => number;

    /// <summary>The member, to read pieces from.</summary>
    public ByteRange Bytes => bytes;

    /// <summary>The member's name.</summary>
    public string Name => bytes.Member ?? bytes.File;

    public Piece[] Pieces { get; protected init; } = [];

    public UnitSymbol[] Symbols { get; protected init; } = [];

    /// <summary>The numbers of the symbols that a piece refers to by its relocations.</summary>
    public Links References { get; protected init; } = Links.None;

    /// <summary>The pieces that live when a piece does.</summary>
    public Links Companions { get; protected init; } = Links.None;

    /// <summary>The pieces that live by themselves in a unit that is taken: constructors, what the compiler was told to retain.</summary>
    public IReadOnlyList<int> Roots { get; protected init; } = [];

    public IReadOnlyList<Comdat> Comdats { get; protected init; } = [];

    /// <summary>
    /// That a reference to a name (From) which no unit defines reaches a piece (To), in every unit that is taken: <c>__start_X</c>
    /// reaches all sections X (ELF), <c>section$start$SEGMENT$SECTION</c> (Mach-O).
    /// </summary>
    public IReadOnlyList<Link> Sets { get; protected init; } = [];

    /// <summary>
    /// The numbers of the names that the unit asks for in words, beside those that it refers to; a linker takes members for them.
    /// </summary>
    public IReadOnlyList<int> Needs { get; protected init; } = [];

    /// <summary>Whether what it defines is in another file, which the system loads (COFF's imports).</summary>
    public virtual bool IsImport => false;

    /// <summary>Whether a symbol is in a piece that is never in the output.</summary>
    public bool IsStripped(int symbol) => Symbols[symbol].Place == SymbolPlace.InPiece && Pieces[Symbols[symbol].Piece].IsStripped;

    /// <summary>A piece in words, for messages: <c>section .text.f</c>.</summary>
    public abstract string Describe(int piece);

    /// <summary>The exception for something in this unit that full slimming does not know, or knows to be wrong to merge.</summary>
    /// <param name="what">A clause: <c>the section .x is of type 0x7, which is not known here</c>.</param>
    /// <param name="advice">What to do; null for the other mode.</param>
    public InputException Refusal(string what, string? advice = null) =>
        new($"{bytes.File}({Name}): {what}; {advice ?? "--slim strip takes debugging data away and leaves the rest as it is"}");

    /// <summary>The exception for an export that nothing outside of what it is linked into could see.</summary>
    public InputException HiddenExport(string name) => Refusal($"{name} is to be exported and is hidden: {WhyNotHidden}", NotHidden);
}
