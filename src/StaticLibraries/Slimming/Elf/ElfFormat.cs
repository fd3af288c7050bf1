using StaticLibraries.Ar;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>Slims libraries of ELF objects.</summary>
internal sealed class ElfFormat(SlimOptions options, List<string> findings) : SlimFormat(options, findings)
{
    public override ObjectFormat Format => ObjectFormat.Elf;

    public override ArFlavour Flavour => ArFlavour.Gnu;

    public override Unit Read(int number, ByteRange member, NameTable names) =>
        new ElfUnitReader(member, names, forReach: Options.Mode == SlimMode.Full).Read(number);

    public override IReadOnlyList<ArOutput> Merge(SlimmedUnits library) =>
        [new ElfMerger(library, Options, Findings).Merge(library.Reach.LiveUnits.First().Name)];

    public override ArOutput Strip(Unit unit) => new ElfStripper((ElfUnit)unit, Findings).Strip();
}
