using StaticLibraries.Elf;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>What a unit is put together of, while its member is read.</summary>
internal sealed class ElfUnitParts(ElfRelocatable file)
{
    public ElfRelocatable Object => file;

    public ElfRole[] Roles { get; } = new ElfRole[file.Sections.Length];

    public List<Piece> Pieces { get; } = new(Math.Max(1, file.Sections.Length));

    public List<ElfFrame> Frames { get; } = [];

    public UnitSymbol[] Symbols { get; } = new UnitSymbol[file.Symbols.Length];

    public List<Link> References { get; } = [];

    public List<Link> Companions { get; } = [];

    public List<Link> RelocationSections { get; } = [];

    public List<int> Roots { get; } = [];

    public List<Comdat> Comdats { get; } = [];

    public List<Link> Sets { get; } = [];

    public ulong? StackNote { get; set; }
}
