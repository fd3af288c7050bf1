using StaticLibraries.Coff;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>The unwind entries of a member's section that are for functions that live.</summary>
internal sealed class CoffMergedEntries
{
    private readonly SlimmedUnits _library;
    private readonly CoffUnit _unit;
    private readonly int _section;
    private readonly List<int> _live = [];
    private readonly int[] _places;

    public CoffMergedEntries(SlimmedUnits library, CoffUnit unit, int section)
    {
        (_library, _unit, _section) = (library, unit, section);
        _places = new int[unit.FirstEntries[section] == 0 ? 0 : unit.Object.Sections[section].RawSize / unit.EntrySize];
        for (var entry = 0; entry < _places.Length; entry++)
        {
            _places[entry] = _live.Count;
            if (library.Reach.IsLive(unit, unit.FirstEntries[section] + entry)) _live.Add(entry);
        }
    }

    public int Count => _live.Count;

    /// <summary>The relocations of the entries that live.</summary>
    public static IEnumerable<CoffRelocation> Live(SlimmedUnits library, CoffUnit unit, int section) =>
        unit.Object.Relocations(section).Where(relocation => library.Reach.IsLive(unit, unit.PieceOf(section, relocation.Offset)));

    /// <summary>Whether a relocation of an entry is of the function that the entry is for.</summary>
    public static bool IsFunction(CoffUnit unit, int section, in CoffRelocation relocation) =>
        OffsetOf(unit, section, relocation) % unit.EntrySize == 0;

    /// <summary>Where a place in the section is among the entries that live; one behind the last of them is as far behind it.</summary>
    public uint Moved(uint offset)
    {
        var (size, entry) = ((uint)_unit.EntrySize, Math.Min(offset / (uint)_unit.EntrySize, (uint)_places.Length));
        var place = entry < _places.Length ? _places[entry] : _live.Count;
        return (uint)place * size + (offset - entry * size);
    }

    public CoffSectionOutput Output(byte[] name, uint characteristics, CoffPlaces places) =>
        new(name, characteristics, (long)_live.Count * _unit.EntrySize, Write, Live(_library, _unit, _section).Count(),
            () => Live(_library, _unit, _section).Select(relocation => Moved(relocation, places)));

    private static uint OffsetOf(CoffUnit unit, int section, in CoffRelocation relocation) =>
        relocation.Offset - unit.Object.Sections[section].Address;

    private void Write(Stream output)
    {
        var start = _unit.Object.Sections[_section].RawOffset;
        foreach (var entry in _live)
        {
            _unit.Bytes.CopyTo(start + (long)entry * _unit.EntrySize, _unit.EntrySize, output, "an unwind entry");
        }
    }

    private CoffRelocation Moved(CoffRelocation relocation, CoffPlaces places) => new(
        Moved(OffsetOf(_unit, _section, relocation)),
        IsFunction(_unit, _section, relocation)
            ? (uint)places.Symbol(new Definition(_unit.Number, (int)relocation.Symbol))
            : places.Of(_unit, (int)relocation.Symbol),
        relocation.Type);
}
