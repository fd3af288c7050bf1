using StaticLibraries.Ar;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// Makes one object of all that lives: each section stays one, so that a linker can still leave out what a program does not use; what
/// is no export becomes local.
/// </summary>
internal sealed class CoffMerger
{
    private readonly SlimmedUnits _library;
    private readonly CoffPlaces _places;
    private readonly CoffComdats _comdats;
    private readonly CoffNeeds _needs;
    private readonly CoffVisible _visible;
    private readonly CoffSectionNames _names;
    private readonly CoffWriter _writer;

    /// <param name="library">What lives.</param>
    /// <param name="options">What slimming is told.</param>
    /// <param name="findings">Takes what a maintainer should know.</param>
    /// <param name="isMicrosofts">Whether the library is for Microsoft's linkers.</param>
    /// <exception cref="InputException">There is something alive that is not known here, or that cannot be the library's own.</exception>
    public CoffMerger(SlimmedUnits library, SlimOptions options, List<string> findings, bool isMicrosofts)
    {
        _library = library;
        _places = new CoffPlaces(library);
        var first = RequireKnown();
        _needs = new CoffNeeds(library, _places);
        _visible = new CoffVisible(library, _places, _needs, options.Suffix, findings);
        _comdats = new CoffComdats(_visible, isMicrosofts);
        _names = new CoffSectionNames(library, _places, options.Suffix);
        _writer = new CoffWriter(first.MachineNumber, first.Characteristics);
    }

    /// <summary>The object, with the name of the first member of which something lives.</summary>
    public ArOutput Merge()
    {
        var entries = new Dictionary<(CoffUnit Unit, int Section), CoffMergedEntries>();
        foreach (var unit in _places.Units) AddSections(unit, entries);
        AddTables();
        AddDirectives();
        var symbols = new CoffMergedSymbols(_library, _places, _needs, _visible, _comdats, _names, _writer, entries);
        symbols.Add();
        _writer.Complete();
        return new ArOutput(_places.Units[0].Name, _writer.Size, symbols.Exported, _writer.Write);
    }

    private CoffHeader RequireKnown()
    {
        var first = _places.Units.Select(unit => unit.Object.Header).FirstOrDefault(header => header.MachineNumber != 0)
            ?? _places.Units[0].Object.Header;
        foreach (var unit in _places.Units)
        {
            var machine = unit.Object.Header.Machine;
            if (machine is not (Machine.X86_64 or Machine.Aarch64 or Machine.Unknown))
            {
                throw unit.Refusal($"it is for {machine.Name()}, whose tables for exceptions are not known here");
            }

            if (machine != first.Machine && unit.Object.Header.MachineNumber != 0)
            {
                throw unit.Refusal($"it is for {machine.Name()} and other members for {first.Machine.Name()}");
            }

            if (unit.Unknown is { } unknown) throw unit.Refusal(unknown);
        }

        return first;
    }

    private void AddSections(CoffUnit unit, Dictionary<(CoffUnit Unit, int Section), CoffMergedEntries> entries)
    {
        using var names = unit.Object.OpenNames();
        for (var section = 1; section < unit.Roles.Length; section++)
        {
            var header = unit.Object.Sections[section];
            var flags = _comdats.Keeps(unit, section) ? header.Characteristics : header.Characteristics & ~CoffSectionHeader.Comdat;
            if (unit.Roles[section] == CoffRole.Entries)
            {
                var live = new CoffMergedEntries(_library, unit, section);
                if (live.Count == 0) continue;
                entries.Add((unit, section), live);
                _places.Section(unit, section) = _writer.AddSection(live.Output(NameOf(unit, section, names[header]), flags, _places));
            }
            else if (unit.Roles[section] is CoffRole.Content or CoffRole.Root && _library.Reach.IsLive(unit, section))
            {
                _places.Section(unit, section) = _writer.AddSection(Section(unit, section, NameOf(unit, section, names[header]), flags));
            }
        }
    }

    private byte[] NameOf(CoffUnit unit, int section, ReadOnlySpan<byte> name) =>
        _names.NameOf(unit, section, name, _comdats.Keeps(unit, section));

    private CoffSectionOutput Section(CoffUnit unit, int section, byte[] name, uint flags)
    {
        var header = unit.Object.Sections[section];
        var isInFile = !header.IsZeroFill && header.RawSize > 0;
        Action<Stream> copy = output => unit.Bytes.CopyTo(header.RawOffset, header.RawSize, output, "a section");
        var count = unit.Object.RelocationCount(section);
        return new CoffSectionOutput(name, flags, header.RawSize, isInFile ? copy : null, count, Relocations);

        IEnumerable<CoffRelocation> Relocations() =>
            unit.Object.Relocations(section).Select(one => one with { Symbol = _places.Of(unit, (int)one.Symbol) });
    }

    /// <summary>Tables of one name become one, of the symbols that are in the object.</summary>
    private void AddTables()
    {
        var tables = new OrderedDictionary<string, (uint Flags, List<CoffTarget> Symbols)>(StringComparer.Ordinal);
        foreach (var unit in _places.Units)
        {
            using var names = unit.Object.OpenNames();
            for (var section = 1; section < unit.Roles.Length; section++)
            {
                if (unit.Roles[section] != CoffRole.Table) continue;
                var name = System.Text.Encoding.UTF8.GetString(names[unit.Object.Sections[section]]);
                if (!tables.TryGetValue(name, out var table))
                {
                    tables.Add(name, table = (unit.Object.Sections[section].Characteristics & ~CoffSectionHeader.Comdat, []));
                }

                var listed = CoffTables.Read(unit.Object, section).Select(symbol => _places.Targets.Of(unit, symbol));
                table.Symbols.AddRange(listed.Where(IsThere));
            }
        }

        foreach (var (name, (flags, symbols)) in tables.Where(table => table.Value.Symbols.Count > 0))
        {
            var table = System.Text.Encoding.UTF8.GetBytes(name);
            _writer.AddSection(CoffTables.Output(table, flags, symbols.Count, () => symbols.Select(symbol => _places.Of(symbol))));
        }
    }

    private bool IsThere(CoffTarget target) =>
        !target.Definition.Exists ? _needs.Undefined.ContainsKey(target.Name)
        : target.IsPointer ? _needs.Pointers.ContainsKey(target.Name) : _places.Targets.IsLive(target.Definition);

    private void AddDirectives()
    {
        var text = CoffMergedDirectives.Of(_library, _visible);
        if (text.Length > 0)
        {
            Action<Stream> write = output => output.Write(text);
            _writer.AddSection(new CoffSectionOutput([.. ".drectve"u8], CoffMergedDirectives.Flags, text.Length, write, 0, null));
        }
    }
}
