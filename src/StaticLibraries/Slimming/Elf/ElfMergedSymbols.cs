using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// The symbol table of the merged object: what relocations need and the names of functions, all local but the exports; then what
/// the library needs from outside.
/// </summary>
internal sealed class ElfMergedSymbols
{
    private readonly SlimmedUnits _library;
    private readonly ElfPlaces _places;
    private readonly ElfSets _sets;
    private readonly ElfWriter _writer;
    private readonly bool[]?[] _needed;
    private readonly Dictionary<int, ElfSymbolEntry> _undefined = [];
    private readonly Dictionary<Definition, int> _commons = [];
    private readonly List<byte[]> _exported = [];

    public ElfMergedSymbols(SlimmedUnits library, ElfPlaces places, ElfSets sets, ElfWriter writer)
    {
        (_library, _places, _sets, _writer) = (library, places, sets, writer);
        _needed = new bool[library.Units.All.Count][];
        foreach (var unit in places.Units) _needed[unit.Number] = new bool[unit.Symbols.Length];
        foreach (var unit in places.Units) Need(unit);
    }

    /// <summary>The names of the exports, as they are in the symbol table.</summary>
    public IReadOnlyList<byte[]> Exported => _exported;

    /// <summary>Gives each common symbol its room, a section of zeros: as large and as aligned as any member asks for.</summary>
    public void AddCommons()
    {
        foreach (var unit in _places.Units)
        {
            for (var index = 1; index < unit.Symbols.Length; index++)
            {
                if (
                    unit.Symbols[index].Place != SymbolPlace.Common || !IsChosen(unit, index)
                        || !(_needed[unit.Number]![index] || IsExport(unit, index)))
                {
                    continue;
                }

                var entry = unit.Object.Symbols[index];
                var isTls = entry.Type == ElfSymbolEntry.Tls;
                var flags = ElfSectionHeader.Alloc | ElfSectionHeader.Write | (isTls ? ElfSectionHeader.Tls : 0);
                var header =
                    new ElfSectionHeader
                    {
                        Type = ElfSectionHeader.NoBits,
                        Flags = flags,
                        Size = (long)entry.Size,
                        Alignment = AlignmentOf(unit.Symbols[index].Name),
                    };
                _commons.Add(new Definition(unit.Number, index), _writer.AddSection(isTls ? ".tbss"u8 : ".bss"u8, header, null));
            }
        }
    }

    /// <exception cref="InputException">An export is hidden.</exception>
    public void Add()
    {
        foreach (var unit in _places.Units) AddLocals(unit);
        foreach (var name in _library.Exports) AddExport(name);
        foreach (var (name, entry) in _undefined) _places.SetUndefined(name, _writer.AddSymbol(_sets.NameOf(name), entry));
    }

    private void Need(ElfUnit unit)
    {
        for (var piece = 0; piece < unit.Pieces.Length; piece++)
        {
            if (!_library.Reach.IsLive(unit, piece)) continue;
            foreach (var symbol in unit.References[piece]) Need(unit, symbol);
            // A function's unwind record is for the code beside it, whatever its name stands for.
            if (piece >= unit.FirstFrame) _needed[unit.Number]![unit.Frames[piece - unit.FirstFrame].Function] = true;
        }
    }

    private void Need(ElfUnit unit, int symbol)
    {
        var target = _library.Resolution.Of(unit, symbol);
        if (target.Exists)
        {
            _needed[target.Unit]![target.Symbol] = true;
            return;
        }

        var entry = unit.Object.Symbols[symbol] with { Value = 0, Size = 0 };
        var name = unit.Symbols[symbol].Name;
        _undefined[name] = _undefined.TryGetValue(name, out var other) ? Together(other, entry) : entry;
    }

    /// <summary>
    /// What two references to one name ask for together: it must be found if one says so, and be as near as the stricter one says.
    /// </summary>
    private static ElfSymbolEntry Together(in ElfSymbolEntry one, in ElfSymbolEntry other)
    {
        var binding = one.Binding == ElfSymbolEntry.Weak && other.Binding == ElfSymbolEntry.Weak
            ? ElfSymbolEntry.Weak
            : ElfSymbolEntry.Global;
        var type = one.Type == ElfSymbolEntry.NoType ? other.Type : one.Type;
        var visibility = one.Visibility == 0
            ? other.Visibility
            : other.Visibility == 0 ? one.Visibility : Math.Min(one.Visibility, other.Visibility);
        return one with { Info = (byte)(binding << 4 | type), Other = (byte)((one.Other & ~ElfSymbolEntry.VisibilityMask) | visibility) };
    }

    private void AddLocals(ElfUnit unit)
    {
        if (unit.Symbols.Length == 0) return;
        using var names = unit.Object.OpenSymbolNames();
        var starts = new ElfStarts(unit);
        foreach (var tellsFunction in (bool[])[true, false])
        {
            for (var index = 1; index < unit.Symbols.Length; index++)
            {
                if (IsExport(unit, index) || SectionOf(unit, index) is not { } section) continue;
                var entry = unit.Object.Symbols[index];
                var name = names[entry.Name];
                if (TellsFunction(unit, index, name) != tellsFunction || !(tellsFunction || _needed[unit.Number]![index])) continue;
                _places.Symbol(new Definition(unit.Number, index)) = AddLocal(
                    starts, unit.Symbols[index].Place == SymbolPlace.Common ? entry with { Value = 0 } : entry, name, section);
            }
        }
    }

    /// <summary>Adds a symbol, or finds the one that does for it.</summary>
    /// <param name="section">The new number of its section.</param>
    private int AddLocal(ElfStarts starts, in ElfSymbolEntry entry, ReadOnlySpan<byte> name, int section)
    {
        var isAtStart = starts.Takes(entry);
        var saysNothing = isAtStart && ElfStarts.IsNumbered(entry, name);
        if (saysNothing && starts[entry.Section] is { } start) return start;
        var local = entry with
        {
            Info = (byte)(saysNothing ? ElfSymbolEntry.SectionType
                : entry.Type == ElfSymbolEntry.CommonType ? ElfSymbolEntry.Data : entry.Type),
            Other = (byte)(entry.Other & ~ElfSymbolEntry.VisibilityMask),
            Section = section,
            Size = saysNothing ? 0 : entry.Size,
        };
        var number = _writer.AddSymbol(saysNothing ? [] : name, local);
        if (isAtStart) starts.Set(entry.Section, number);
        return number;
    }

    private void AddExport(int name)
    {
        var definition = _library.Resolution.Of(name);
        var unit = (ElfUnit)_library.Units[definition.Unit];
        var entry = unit.Object.Symbols[definition.Symbol];
        if (entry.Visibility is ElfSymbolEntry.Hidden or ElfSymbolEntry.Internal)
        {
            throw unit.HiddenExport(unit.NameOf(definition.Symbol));
        }

        var isCommon = unit.Symbols[definition.Symbol].Place == SymbolPlace.Common;
        var binding = entry.Binding == ElfSymbolEntry.Unique ? ElfSymbolEntry.Global : entry.Binding;
        var type = entry.Type == ElfSymbolEntry.CommonType ? ElfSymbolEntry.Data : entry.Type;
        var section = SectionOf(unit, definition.Symbol) ?? throw unit.Refusal(
            $"the export {unit.NameOf(definition.Symbol)} is in a section that cannot be merged");
        var export = entry with { Info = (byte)(binding << 4 | type), Section = section, Value = isCommon ? 0 : entry.Value };
        var text = _library.Units.Names[name].ToArray();
        _places.Symbol(definition) = _writer.AddSymbol(text, export);
        _exported.Add(text);
    }

    /// <summary>
    /// The new number of the section that a symbol is in, or a reserved one; null for a symbol that has no place in the output.
    /// </summary>
    private int? SectionOf(ElfUnit unit, int symbol) => unit.Symbols[symbol].Place switch
    {
        SymbolPlace.InPiece => _places.Section(unit, unit.Symbols[symbol].Piece) is > 0 and var section ? section : null,
        SymbolPlace.Absolute when _needed[unit.Number]![symbol] || IsExport(unit, symbol) => ElfSymbolEntry.Absolute,
        SymbolPlace.Common => _commons.TryGetValue(new Definition(unit.Number, symbol), out var section) ? section : null,
        _ => null,
    };

    private bool IsExport(ElfUnit unit, int symbol) =>
        unit.Symbols[symbol].IsGlobal && _library.Exports.Contains(unit.Symbols[symbol].Name) && IsChosen(unit, symbol);

    private bool IsChosen(ElfUnit unit, int symbol) =>
        _library.Resolution.Of(unit.Symbols[symbol].Name) == new Definition(unit.Number, symbol);

    /// <summary>
    /// Whether a symbol is of use without any relocation: it names a function in a backtrace, or says what is code and what data
    /// (the processor supplements' mapping symbols).
    /// </summary>
    private static bool TellsFunction(ElfUnit unit, int symbol, ReadOnlySpan<byte> name)
    {
        var entry = unit.Object.Symbols[symbol];
        if (entry.Section <= 0 || name.IsEmpty || name.StartsWith(".L"u8)) return false;
        if (entry.Type is ElfSymbolEntry.Func or ElfSymbolEntry.IndirectFunc) return true;
        if ((unit.Object.Sections[entry.Section].Flags & ElfSectionHeader.ExecInstr) == 0) return false;
        return name is [(byte)'$', (byte)'x' or (byte)'d', ..] || unit.Symbols[symbol].IsGlobal;
    }

    private long AlignmentOf(int name)
    {
        var most = 1L;
        foreach (var definition in _library.Units.DefinitionsOf(name))
        {
            if (!_library.Search.IsTaken(definition.Unit) || _library.Units.Symbol(definition).Place != SymbolPlace.Common) continue;
            most = Math.Max(most, (long)((ElfUnit)_library.Units[definition.Unit]).Object.Symbols[definition.Symbol].Value);
        }

        return most;
    }
}
