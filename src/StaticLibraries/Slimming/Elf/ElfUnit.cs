using System.Text;
using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>A record of .eh_frame that tells how to unwind one function (an FDE), or what several of those share (a CIE).</summary>
/// <param name="Cie">The piece of the CIE that an FDE refers to; 0 for a CIE.</param>
/// <param name="Function">The number of the symbol by which an FDE says which function it is for; 0 for a CIE.</param>
/// <param name="Relocations">Where its relocations are, as numbers in the section of relocations.</param>
internal readonly record struct ElfFrame(int Cie, int Function, Range Relocations)
{
    public bool IsCie => Cie == 0;
}

/// <summary>
/// A member in ELF. Pieces up to <see cref="FirstFrame"/> are sections, by their numbers; the others are records of .eh_frame.
/// </summary>
internal sealed class ElfUnit : Unit
{
    public ElfUnit(int number, ElfUnitParts parts) : base(number, parts.Object.Bytes)
    {
        Object = parts.Object;
        Roles = parts.Roles;
        Frames = [.. parts.Frames];
        Pieces = [.. parts.Pieces];
        FirstFrame = Pieces.Length - Frames.Length;
        Symbols = parts.Symbols;
        References = new Links(Pieces.Length, parts.References);
        Companions = new Links(Pieces.Length, parts.Companions);
        RelocationSections = new Links(Object.Sections.Length, parts.RelocationSections);
        Roots = parts.Roots;
        Comdats = parts.Comdats;
        Sets = parts.Sets;
        StackNote = parts.StackNote;
    }

    public ElfRelocatable Object { get; }

    /// <summary>By section.</summary>
    public ElfRole[] Roles { get; }

    public int FirstFrame { get; }

    /// <summary>By piece, less <see cref="FirstFrame"/>.</summary>
    public ElfFrame[] Frames { get; }

    /// <summary>By section, the sections with its relocations; none for those of sections that are stripped.</summary>
    public Links RelocationSections { get; }

    /// <summary>The flags of .note.GNU-stack; null where there is none.</summary>
    public ulong? StackNote { get; }

    public override string Describe(int piece)
    {
        using var names = Object.OpenSectionNames();
        return (
            piece < FirstFrame
                ? "section "
                : "record of section ") + Encoding.UTF8.GetString(names[Object.Sections[Pieces[piece].Section].Name]);
    }

    public string NameOf(int symbol)
    {
        using var names = Object.OpenSymbolNames();
        return Encoding.UTF8.GetString(names[Object.Symbols[symbol].Name]);
    }
}
