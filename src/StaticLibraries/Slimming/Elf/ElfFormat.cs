using StaticLibraries.Ar;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Elf;

/// <summary>Slims libraries of ELF objects.</summary>
internal sealed class ElfFormat(SlimOptions options, List<string> findings) : SlimFormat(options, findings)
{
    public override ObjectFormat Format => ObjectFormat.Elf;

    public override ArFlavour Flavour => ArFlavour.Gnu;

    public override Unit Read(int number, ByteRange member, NameTable names) => throw new NotImplementedException();

    public override IReadOnlyList<ArOutput> Merge(SlimmedUnits library) => throw new NotImplementedException();

    public override ArOutput Strip(Unit unit) => throw new NotImplementedException();
}
