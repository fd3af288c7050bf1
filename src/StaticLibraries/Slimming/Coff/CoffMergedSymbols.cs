using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// The symbol table of the merged object: what relocations need and the names of functions, all local but the exports; then what the
/// library needs from outside.
/// </summary>
internal sealed class CoffMergedSymbols(
    SlimmedUnits library, CoffPlaces places, CoffNeeds needs, CoffVisible visible, CoffComdats comdats, CoffSectionNames sectionNames,
    CoffWriter writer, Dictionary<(CoffUnit Unit, int Section), CoffMergedEntries> entries)
{
    private readonly CoffMergedRoom _room = new(library, places, needs, visible, writer);
    private readonly List<byte[]> _exported = [];

    /// <summary>The names that the archive's index has for the object.</summary>
    public IReadOnlyList<byte[]> Exported => _exported;

    public void Add()
    {
        _room.AddSections();
        // What one member was not compiled for the whole is not.
        var features = places.Units.Aggregate(uint.MaxValue, (all, unit) => all & unit.Features);
        if (features != 0) writer.AddSymbol("@feat.00"u8, features, CoffSymbol.Absolute, 0, CoffSymbol.Static);
        foreach (var unit in places.Units) Add(unit);
        _room.AddPointers();
        foreach (var (name, by) in needs.Undefined) AddUndefined(name, by);
    }

    private void Add(CoffUnit unit)
    {
        using var names = unit.Object.OpenNames();
        for (var section = 1; section < unit.Roles.Length; section++)
        {
            if (places.Section(unit, section) > 0) AddSection(unit, section, names);
        }

        for (var symbol = 0; symbol < unit.Symbols.Length; symbol++)
        {
            if (!unit.Object.IsAuxiliary(symbol) && IsKept(unit, symbol)) Add(unit, symbol, names);
        }
    }

    /// <summary>A section's own symbol, and behind it the leader of a COMDAT.</summary>
    private void AddSection(CoffUnit unit, int section, CoffNames names)
    {
        var keeps = comdats.Keeps(unit, section);
        var definition = unit.Object.Definitions[section];
        var own = new Definition(unit.Number, definition?.Symbol ?? 0);
        if (!keeps && (definition is null || !needs.IsNeeded(own))) return;
        var selection = comdats.SelectionOf(unit, section);
        var parent = selection == CoffSelection.Associative ? places.Section(unit, unit.Parents[section]) : 0;
        // The sum tells COMDATs apart that may be another library's too.
        var sum = selection is CoffSelection.SameSize or CoffSelection.ExactMatch ? definition!.Value.CheckSum : 0;
        places.Symbol(own) = writer.AddSectionSymbol(places.Section(unit, section), new CoffSectionDefinition(0, sum, selection, parent));
        if (keeps && parent == 0) Add(unit, unit.Leaders[section], names);
    }

    private bool IsKept(CoffUnit unit, int symbol)
    {
        var definition = new Definition(unit.Number, symbol);
        if (!unit.Symbols[symbol].IsDefined) return false;
        if (visible.NameOf(definition) is not null || needs.IsNeeded(definition)) return true;
        return IsFunction(unit, symbol) && places.Targets.IsChosen(unit, symbol);
    }

    /// <summary>Names of functions stay, for who reads a stack.</summary>
    private static bool IsFunction(CoffUnit unit, int symbol)
    {
        var entry = EntryOf(unit, symbol);
        return unit.Symbols[symbol].IsGlobal && entry.SectionNumber > 0 && unit.Object.Sections[entry.SectionNumber].IsCode;
    }

    private void Add(CoffUnit unit, int symbol, CoffNames names)
    {
        var definition = new Definition(unit.Number, symbol);
        if (places.Symbol(definition) != UnitSymbol.NoSymbol) return;
        var entry = EntryOf(unit, symbol);
        var (section, value) = _room.PlaceOf(definition) ?? PlaceOf(unit, entry);
        if (section == 0)
        {
            var where = unit.Describe(entry.SectionNumber);
            throw unit.Refusal($"what is exported or runs needs {unit.NameOf(symbol)}, and the {where} does not come into a program");
        }

        var visibleName = visible.NameOf(definition);
        if (visibleName is not null) _exported.Add(visibleName);
        var isLabel = unit.Object.Symbols[symbol].StorageClass == CoffSymbol.Label;
        var storage = visibleName is not null ? CoffSymbol.External : isLabel ? CoffSymbol.Label : CoffSymbol.Static;
        places.Symbol(definition) =
            writer.AddSymbol(visibleName ?? names[unit.Object.Symbols[symbol]], value, section, entry.Type, storage);
    }

    /// <summary>A symbol, or what a weak external falls back to.</summary>
    private static CoffSymbol EntryOf(CoffUnit unit, int symbol)
    {
        var entry = unit.Object.Symbols[symbol];
        return entry.IsWeakExternal && entry.SectionNumber == 0 ? unit.Object.Symbols[unit.Object.WeakExternals[symbol].Default] : entry;
    }

    private (int Section, uint Value) PlaceOf(CoffUnit unit, in CoffSymbol entry)
    {
        if (entry.SectionNumber <= 0) return (entry.SectionNumber, entry.Value);
        var value = entries.TryGetValue((unit, entry.SectionNumber), out var live) ? live.Moved(entry.Value) : entry.Value;
        return (places.Section(unit, entry.SectionNumber), value);
    }

    private void AddUndefined(int name, Definition by)
    {
        var unit = (CoffUnit)library.Units[by.Unit];
        var text = sectionNames.NameOf(name);
        var type = unit.Object.Symbols[by.Symbol].Type;
        if (unit.Symbols[by.Symbol].Name != name || !unit.Object.WeakExternals.TryGetValue(by.Symbol, out var weak))
        {
            places.SetUndefined(name, writer.AddSymbol(text, 0, 0, type, CoffSymbol.External));
            return;
        }

        var fallback = unit.Symbols[by.Symbol].Fallback;
        var nothing = fallback == UnitSymbol.NoSymbol ? AddNothing(text) : UnitSymbol.NoSymbol;
        places.SetUndefined(name, writer.AddSymbol(text, 0, 0, type, CoffSymbol.WeakExternal, record =>
            (weak with { Default = fallback == UnitSymbol.NoSymbol ? nothing : (int)places.Of(unit, fallback) }).Write(record)));
    }

    /// <summary>What a weak reference falls back to.</summary>
    private int AddNothing(byte[] text)
    {
        byte[] name = [.. ".weak."u8, .. text, .. System.Text.Encoding.UTF8.GetBytes(visible.Suffix)];
        _exported.Add(name);
        return writer.AddSymbol(name, 0, CoffSymbol.Absolute, 0, CoffSymbol.External);
    }
}
