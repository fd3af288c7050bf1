using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>Slims libraries of Mach-O objects.</summary>
internal sealed class MachOFormat(SlimOptions options, List<string> findings) : SlimFormat(options, findings)
{
    private readonly HashSet<string> _made = [];

    public override ObjectFormat Format => ObjectFormat.MachO;

    public override ArFlavour Flavour => ArFlavour.Darwin;

    public override bool StaysVisible(string name) => MachOIsolation.IsFixed(name);

    public override bool IsOwn(string name) => base.IsOwn(name) || _made.Contains(name);

    public override byte[] NameOf(string name) => Encoding.UTF8.GetBytes("_" + name);

    public override Unit Read(int number, ByteRange member, NameTable names) =>
        new MachOUnitReader(member, names, forReach: Options.Mode == SlimMode.Full).Read(number);

    public override void Prepare(Units units) => MachOSets.Link(units);

    public override IReadOnlyList<ArOutput> Merge(SlimmedUnits library)
    {
        var sets = new MachOSets(library, [.. library.Reach.LiveUnits.Cast<MachOUnit>()], Options.Suffix);
        var outputs = new MachOMerger(library, sets, Options.Suffix, Findings).Merge();
        _made.UnionWith(sets.Made);
        return outputs;
    }

    public override ArOutput Strip(Unit unit) => new MachOStripper((MachOUnit)unit, Findings).Strip();
}
