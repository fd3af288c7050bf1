using StaticLibraries.Ar;
using StaticLibraries.MachO;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Makes one object of the units that may be taken apart, and one of each that may not (without MH_SUBSECTIONS_VIA_SYMBOLS). Atoms stay
/// atoms, so that a linker can still leave out what a program does not use.
/// </summary>
internal sealed class MachOMerger
{
    private const uint SubsectionsViaSymbols = 0x2000, LocalPointer = 0x8000_0000;

    private readonly SlimmedUnits _library;
    private readonly MachOIsolation _isolation;
    private readonly MachOSets _sets;
    private readonly List<MachOUnit> _merged;
    private readonly List<MachOUnit> _alone;

    /// <exception cref="InputException">There is something alive that cannot be one with the rest.</exception>
    public MachOMerger(SlimmedUnits library, MachOSets sets, string suffix, List<string> findings)
    {
        (_library, _sets) = (library, sets);
        var units = library.Reach.LiveUnits.Cast<MachOUnit>().ToList();
        foreach (var unit in units)
        {
            if (unit.Object.Header.CpuType != units[0].Object.Header.CpuType)
                throw unit.Refusal($"it is not for the machine of {units[0].Name}");
        }

        _isolation = new MachOIsolation(library, units, suffix, findings);
        _merged = [.. units.Where(unit => unit.Object.HasSubsections)];
        _alone = [.. units.Where(unit => !unit.Object.HasSubsections)];
    }

    public IReadOnlyList<ArOutput> Merge()
    {
        var outputs = new List<ArOutput>();
        if (_merged.Count > 0) outputs.Add(Object(_merged, SubsectionsViaSymbols));
        foreach (var unit in _alone) outputs.Add(Object([unit], 0));
        return outputs;
    }

    private ArOutput Object(List<MachOUnit> units, uint flags)
    {
        var places = new MachOPlaces(_library.Reach, _sets, units);
        var symbols = new MachOMergedSymbols(_library, places, _isolation, _sets);
        symbols.AddCommons();
        places.Close();
        if (flags != 0) Anchor(symbols);
        symbols.Complete();
        var contents = new MachOMergedContents(places, symbols);
        var indirect = new List<uint>();
        var writer = new MachOWriter
        {
            Like = units[0].Object.Header,
            Flags = flags,
            Sections = [.. places.Sections.Select((section, index) =>
                new MachOSectionOutput(WithPointers(section), contents.Relocations(section), section.Header.IsZeroFill ? null : output =>
                contents.Write(output, section)))],
            Commands = MachOCommandMerger.Merge(units, flags != 0 ? _library.Search.Taken.Cast<MachOUnit>().Except(_alone) : units),
            Symbols = symbols.All,
            DataInCode = [.. units.SelectMany(unit => DataInCode(places, unit)).OrderBy(range => range.Address)],
            Hints = [.. units.SelectMany(unit => Hints(places, unit))],
            Indirect = indirect,
        };
        writer.Complete();
        return new ArOutput(units[0].Name, writer.Size, symbols.Visible, writer.Write);

        MachOSection WithPointers(MachOMergedSection section)
        {
            if (section.Header.Type != MachOSectionType.NonLazyPointers) return section.Header;
            var first = (uint)indirect.Count;
            foreach (var (unit, number) in section.Parts)
            {
                foreach (var piece in places.LivePieces(unit, number))
                    indirect.Add(unit.References[piece] is [var symbol, ..] && IsBySymbol(unit, number, piece)
                        ? (uint)symbols.NumberOf(unit, symbol) : LocalPointer);
            }

            return section.Header with { Reserved1 = first };
        }
    }

    private static bool IsBySymbol(MachOUnit unit, int section, int piece) =>
        unit.Object.Indirect[unit.Object.Sections[section].Reserved1 + (piece - unit.PiecesOf(section).Start.Value)] < LocalPointer / 2;

    /// <summary>A member by itself that dead code asked for has to be found without it: what runs before main is in it.</summary>
    private void Anchor(MachOMergedSymbols symbols)
    {
        foreach (var unit in _alone)
        {
            var names = Enumerable.Range(0, unit.Symbols.Length).Where(index => unit.Symbols[index].IsDefined).Select(index =>
                _isolation.NameOf(new Definition(unit.Number, index))).OfType<byte[]>().ToList();
            if (names.Count > 0 && !names.Any(symbols.Needs)) symbols.Anchor(names[0]);
        }
    }

    private static IEnumerable<MachOCodeRange> DataInCode(MachOPlaces places, MachOUnit unit)
    {
        foreach (var range in unit.Object.DataInCode)
        {
            if (NewAddress(places, unit, range.Address) is { } address) yield return range with { Address = (uint)address };
        }
    }

    /// <summary>Hints of which every instruction lives.</summary>
    private static IEnumerable<MachOHint> Hints(MachOPlaces places, MachOUnit unit)
    {
        foreach (var hint in unit.Object.Hints)
        {
            var addresses = hint.Addresses.Select(address => NewAddress(places, unit, (long)address)).ToArray();
            if (addresses.All(address => address is not null))
                yield return hint with { Addresses = [.. addresses.Select(address => (ulong)address!.Value)] };
        }
    }

    private static long? NewAddress(MachOPlaces places, MachOUnit unit, long address)
    {
        for (var section = 1; section < unit.Object.Sections.Length; section++)
        {
            var header = unit.Object.Sections[section];
            if (address < header.Address || address >= header.End) continue;
            var piece = unit.PieceAt(section, address - header.Address);
            return places.Has(unit, piece) ? places.AddressOf(unit, piece, address) : null;
        }

        return null;
    }
}
