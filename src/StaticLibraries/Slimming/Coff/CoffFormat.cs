using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Coff;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>Slims libraries of COFF objects: Microsoft's and mingw-w64's.</summary>
internal sealed class CoffFormat(SlimOptions options, List<string> findings) : SlimFormat(options, findings)
{
    private readonly CoffFlavour _flavour = new();
    private readonly HashSet<string> _imported = [];
    private bool _hasUnderscore;

    public override ObjectFormat Format => ObjectFormat.Coff;

    public override ArFlavour Flavour => _flavour.IsMicrosofts ? ArFlavour.Coff : ArFlavour.Gnu;

    public override bool Takes(ObjectFormat other) => other is ObjectFormat.Coff or ObjectFormat.CoffImport;

    public override bool StaysVisible(string name) =>
        _imported.Contains(name) || CoffVisibleNames.IsLookedUp(name)
            || name.StartsWith(CoffVisibleNames.ImportReference, StringComparison.Ordinal);

    public override byte[] NameOf(string name) => Encoding.UTF8.GetBytes(_hasUnderscore ? "_" + name : name);

    public override Unit Read(int number, ByteRange member, NameTable names)
    {
        using var opened = ObjectFormats.Open(member);
        Require(member, opened);
        if (opened is CoffImport import) return Taken(new CoffImportUnit(number, member, import, names), names);
        var from = new CoffRelocatable(member);
        if (CoffImportUnit.IsOne(from)) return Taken(new CoffImportUnit(number, from, names), names);
        var unit = new CoffUnitReader(member, names, forReach: Options.Mode == SlimMode.Full).Read(number);
        _hasUnderscore |= opened.HasLeadingUnderscore;
        _flavour.Take(unit, names);
        return unit;
    }

    /// <summary>
    /// What stands for a name that the library does not define: what <c>/ALTERNATENAME</c> says, what a weak external falls back to,
    /// and for a pointer to an import the library's own definition, if it has one.
    /// </summary>
    public override void Prepare(Units units)
    {
        foreach (var unit in units.All.OfType<CoffUnit>())
        {
            foreach (var (name, other) in unit.Alternates.Select(alternate => (alternate.From, alternate.To)))
            {
                units.Aliases.TryAdd(name, other);
            }

            foreach (var symbol in unit.Symbols.Where(symbol => symbol.Fallback != UnitSymbol.NoSymbol))
            {
                if (unit.Symbols[symbol.Fallback].IsGlobal) units.Aliases.TryAdd(symbol.Name, unit.Symbols[symbol.Fallback].Name);
            }
        }

        for (var name = 0; name < units.Names.Count; name++)
        {
            if (units.IsDefined(name) || !CoffSymbolReader.StartsAsPointer(units.Names[name])) continue;
            var other = units.Names.IndexOf(units.Names[name]["__imp_".Length..]);
            if (other >= 0 && units.IsDefined(other)) units.Aliases.TryAdd(name, other);
        }
    }

    public override IReadOnlyList<ArOutput> Merge(SlimmedUnits library)
    {
        var imports = library.Reach.LiveUnits.OfType<CoffImportUnit>().Select(unit => unit.Output());
        return library.Reach.LiveUnits.Any(unit => unit is CoffUnit)
            ? [new CoffMerger(library, Options, Findings, _flavour.IsMicrosofts).Merge(), .. imports]
            : [.. imports];
    }

    public override ArOutput Strip(Unit unit) =>
        unit is CoffImportUnit import ? import.Output() : new CoffStripper((CoffUnit)unit, Findings).Strip();

    private CoffImportUnit Taken(CoffImportUnit unit, NameTable names)
    {
        foreach (var name in unit.Names) _imported.Add(Encoding.UTF8.GetString(names[name]));
        return unit;
    }

    private static void Require(ByteRange member, ObjectFile opened)
    {
        if (opened.Type != ObjectType.Relocatable)
        {
            throw member.Fault(0, "an object", "a linked file", "a static library has objects in it: remove the member from the archive");
        }

        if (opened.Machine != Machine.Arm64EC) return;
        throw member.Fault(0, "an object for x86_64 or aarch64", "one for ARM64EC, which has tables of both at once",
            "build the library for aarch64-pc-windows-msvc; --slim none packs it as it is");
    }
}
