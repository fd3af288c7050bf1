using System.Numerics;
using StaticLibraries.MachO;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// The symbol table of an object that is made of several: what relocations need, what begins an atom, the names of functions, all local
/// but what is
/// visible; then what the object needs from outside.
/// </summary>
internal sealed class MachOMergedSymbols
{
    private const ushort OfGlobals = 0x10 | MachOSymbolEntry.WeakReference | MachOSymbolEntry.WeakDefinition;

    private readonly SlimmedUnits _library;
    private readonly MachOPlaces _places;
    private readonly MachOIsolation _isolation;
    private readonly MachOSets _sets;
    private readonly Dictionary<int, (bool[] Needed, int[] Numbers, HashSet<long> Functions)> _units = [];
    private readonly Dictionary<string, ushort> _undefined = [];
    private readonly Dictionary<Definition, (int Section, long Offset)> _commons = [];
    private readonly List<(Definition Definition, MachOSymbolOutput Symbol)> _locals = [];
    private readonly List<(Definition Definition, MachOSymbolOutput Symbol)> _visible = [];
    private readonly Dictionary<string, int> _undefinedNumbers = [];

    public MachOMergedSymbols(SlimmedUnits library, MachOPlaces places, MachOIsolation isolation, MachOSets sets)
    {
        (_library, _places, _isolation, _sets) = (library, places, isolation, sets);
        foreach (var unit in places.Units)
            _units.Add(unit.Number, (new bool[unit.Symbols.Length], new int[unit.Symbols.Length],
                [.. unit.Frames.Select(frame => frame.Function.Offset)]));
        foreach (var unit in places.Units) Need(unit);
    }

    /// <summary>In their order, once they are complete.</summary>
    public List<MachOSymbolOutput> All { get; } = [];

    /// <summary>The names that are visible.</summary>
    public IReadOnlyList<byte[]> Visible => [.. _visible.Select(symbol => symbol.Symbol.Name)];

    /// <summary>Whether something here refers to a definition of another object.</summary>
    public bool Needs(byte[] name) => _undefined.ContainsKey(Text(name));

    /// <summary>Refers to a name though nothing here does, so that linkers take the member which defines it.</summary>
    public void Anchor(byte[] name) => _undefined.TryAdd(Text(name), 0);

    /// <summary>Gives each common symbol its room: as large and as aligned as any member asks for.</summary>
    public void AddCommons()
    {
        foreach (var unit in _places.Units)
        {
            for (var index = 0; index < unit.Symbols.Length; index++)
            {
                var definition = new Definition(unit.Number, index);
                if (unit.Symbols[index].Place != SymbolPlace.Common || _library.Resolution.Of(unit.Symbols[index].Name) != definition)
                    continue;
                if (!_units[unit.Number].Needed[index] && _isolation.NameOf(definition) is null) continue;
                _commons.Add(definition, _places.AddZeros((long)unit.Symbols[index].Size, AlignmentOf(unit.Symbols[index].Name)));
            }
        }
    }

    /// <summary>Gives every symbol its number, when all sections have their addresses.</summary>
    public void Complete()
    {
        foreach (var unit in _places.Units) Add(unit);
        _visible.Sort((one, other) => one.Symbol.Name.AsSpan().SequenceCompareTo(other.Symbol.Name));
        // Numbers that grow with the addresses are smaller when they are compressed.
        foreach (var (definition, symbol) in _locals.OrderBy(local => local.Symbol.Entry.Value).Concat(_visible))
        {
            All.Add(symbol);
            if (definition.Exists) _units[definition.Unit].Numbers[definition.Symbol] = All.Count;
        }

        foreach (var (name, description) in _undefined.OrderBy(name => name.Key, StringComparer.Ordinal))
        {
            _undefinedNumbers.Add(name, All.Count);
            All.Add(new MachOSymbolOutput(Bytes(name), new MachOSymbolEntry(0, MachOSymbolEntry.External, 0, description, 0)));
        }
    }

    /// <summary>The new number of the symbol that a relocation is of.</summary>
    public int NumberOf(MachOUnit unit, int section, in MachORelocation relocation) =>
        NumberOf(unit, relocation.Number, TargetOf(unit, section, relocation));

    /// <summary>The new number of the symbol that stands for one of a unit's.</summary>
    public int NumberOf(MachOUnit unit, int symbol) => NumberOf(unit, symbol, _library.Resolution.Of(unit, symbol));

    private int NumberOf(MachOUnit unit, int symbol, Definition target)
    {
        if (OutsideNameOf(unit, symbol, target) is { } outside) return _undefinedNumbers[Text(outside)];
        var number = _units[target.Unit].Numbers[target.Symbol];
        return number > 0 ? number - 1 : throw unit.Refusal($"something that lives refers to {unit.NameOf(symbol)}, which does not");
    }

    /// <summary>What a relocation is of: an unwind entry is for the function beside it, whatever its name stands for.</summary>
    private Definition TargetOf(MachOUnit unit, int section, in MachORelocation relocation)
    {
        var header = unit.Object.Sections[section];
        var isOwn = MachOKnowledge.IsCompactUnwind(header) ? relocation.Address == unit.StartOf(unit.PieceAt(section, relocation.Address))
            : MachOKnowledge.IsFrames(header) && _units[unit.Number].Functions.Contains(relocation.Address);
        return isOwn && unit.Symbols[relocation.Number].Place == SymbolPlace.InPiece ? new Definition(unit.Number, relocation.Number)
            : _library.Resolution.Of(unit, relocation.Number);
    }

    /// <summary>The name of what is not in this object; null for what is.</summary>
    private byte[]? OutsideNameOf(MachOUnit unit, int symbol, Definition target)
    {
        if (!target.Exists) return _sets.NameOf(unit.Symbols[symbol].Name);
        return _units.ContainsKey(target.Unit) ? null
            : _isolation.NameOf(target) ?? throw new InvalidOperationException(
            $"{unit.Name} needs {unit.NameOf(symbol)}, which is not visible");
    }

    private void Need(MachOUnit unit)
    {
        for (var section = 1; section < unit.Relocations.Length; section++)
        {
            foreach (var relocation in unit.Relocations[section])
            {
                if (!relocation.IsExtern || relocation.IsAddend(unit.Object.Header.Machine)
                    || !_places.Has(unit, unit.PieceAt(section, relocation.Address))) continue;
                Need(unit, relocation.Number, TargetOf(unit, section, relocation));
            }

            if (unit.Object.Sections[section].Type != MachOSectionType.NonLazyPointers) continue;
            foreach (var piece in _places.LivePieces(unit, section))
            {
                foreach (var symbol in unit.References[piece]) Need(unit, symbol, _library.Resolution.Of(unit, symbol));
            }
        }
    }

    private void Need(MachOUnit unit, int symbol, Definition target)
    {
        if (OutsideNameOf(unit, symbol, target) is not { } outside)
        {
            _units[target.Unit].Needed[target.Symbol] = true;
            return;
        }

        var description = target.Exists ? (ushort)0
            : (ushort)(unit.Object.Symbols[symbol].Description & (MachOSymbolEntry.WeakReference | MachOSymbolEntry.WeakDefinition));
        var name = Text(outside);
        // It may be missing if all say so.
        _undefined[name] = _undefined.TryGetValue(name, out var other)
            ? (ushort)((description & other & MachOSymbolEntry.WeakReference) | ((description | other) & MachOSymbolEntry.WeakDefinition))
            : description;
    }

    private void Add(MachOUnit unit)
    {
        var begun = new bool[unit.Pieces.Length];
        using (var names = unit.Object.OpenNames())
        {
            for (var index = 0; index < unit.Symbols.Length; index++) Add(unit, index, names[unit.Object.Symbols[index].Name], begun);
        }

        if (unit.Object.HasSubsections) AddStarts(unit, begun);
    }

    private void Add(MachOUnit unit, int index, ReadOnlySpan<byte> name, bool[] begun)
    {
        var (entry, definition, needed) = (unit.Object.Symbols[index], new Definition(unit.Number, index), _units[unit.Number].Needed);
        if (entry.IsStab || Placed(unit, index, entry) is not { } placed) return;
        if (_isolation.NameOf(definition) is { } visible)
        {
            Begin(unit, index, placed, begun);
            _visible.Add((definition, new MachOSymbolOutput(visible, Seen(unit, definition, placed))));
            return;
        }

        if (placed.Place == MachOSymbolEntry.Absolute ? !needed[index] : !needed[index] && !IsOfUse(unit, entry, name)) return;
        var local = placed with
        {
            Type = (byte)(placed.Type & ~(MachOSymbolEntry.External | MachOSymbolEntry.PrivateExternal)),
            Description = (ushort)(placed.Description & ~OfGlobals)
        };
        if (placed.IsInSection && name is not [(byte)'L', ..]) Begin(unit, index, placed, begun);
        else if (placed.IsInSection && unit.Object.HasSubsections) local =
            local with { Description = (ushort)(local.Description | MachOSymbolEntry.AltEntry) };
        _locals.Add((definition, new MachOSymbolOutput(MachOLocalNames.Of(name), local)));
    }

    private static void Begin(MachOUnit unit, int index, in MachOSymbolEntry entry, bool[] begun)
    {
        if (unit.Symbols[index].Place != SymbolPlace.InPiece || (entry.Description & MachOSymbolEntry.AltEntry) != 0) return;
        begun[unit.Symbols[index].Piece] |= IsAtStart(unit, index);
    }

    private static bool IsAtStart(MachOUnit unit, int index)
    {
        var entry = unit.Object.Symbols[index];
        return (long)entry.Value - unit.Object.Sections[entry.Section].Address == unit.StartOf(unit.Symbols[index].Piece);
    }

    /// <summary>A symbol where it is now; null for one that has no place here.</summary>
    private MachOSymbolEntry? Placed(MachOUnit unit, int index, in MachOSymbolEntry entry)
    {
        var symbol = unit.Symbols[index];
        if (symbol.Place == SymbolPlace.Absolute) return entry;
        if (symbol.Place == SymbolPlace.Common)
        {
            if (!_commons.TryGetValue(new Definition(unit.Number, index), out var room)) return null;
            var address = _places.Sections[room.Section - 1].Header.Address + room.Offset;
            return entry with
            {
                Type = (byte)(entry.Type | MachOSymbolEntry.InSection),
                Section = (byte)room.Section,
                Description = 0,
                Value = (ulong)address
            };
        }

        if (symbol.Place != SymbolPlace.InPiece || !_places.Has(unit, symbol.Piece)) return null;
        // What is inside of an atom, or at its end, must not begin another one.
        var isInside = unit.Object.HasSubsections && MachOKnowledge.IsDividedBySymbols(unit.Object.Sections[entry.Section])
            && !IsAtStart(unit, index);
        return entry with
        {
            Section = (byte)_places.SectionOf(unit, entry.Section),
            Description = (ushort)(entry.Description | (isInside ? MachOSymbolEntry.AltEntry : 0)),
            Value = (ulong)_places.AddressOf(unit, symbol.Piece, (long)entry.Value),
        };
    }

    private MachOSymbolEntry Seen(MachOUnit unit, Definition definition, in MachOSymbolEntry placed)
    {
        if (!_isolation.IsExport(definition))
            return placed with
            {
                Type = (byte)(placed.Type | MachOSymbolEntry.PrivateExternal),
                Description = (ushort)(placed.Description & ~OfGlobals)
            };
        if ((placed.Type & MachOSymbolEntry.PrivateExternal) == 0) return placed;
        throw unit.HiddenExport(unit.NameOf(definition.Symbol));
    }

    /// <summary>
    /// Whether a symbol is of use without any relocation: it says that something must stay, begins an atom, or names a function in
    /// a backtrace.
    /// </summary>
    private static bool IsOfUse(MachOUnit unit, in MachOSymbolEntry entry, ReadOnlySpan<byte> name)
    {
        if (entry.IsInSection && (entry.Description & MachOSymbolEntry.NoDeadStrip) != 0) return true;
        var section = unit.Object.Sections[entry.Section];
        if (name is [(byte)'L', ..] || MachOLocalNames.IsSectionStart(name)) return false;
        return MachOKnowledge.IsDividedBySymbols(section)
            || !(MachOKnowledge.IsLiterals(section) || MachOKnowledge.IsFrames(section) || MachOKnowledge.IsCompactUnwind(section));
    }

    /// <summary>Names the start of each atom that has no name, so that it does not become a part of the one before it.</summary>
    private void AddStarts(MachOUnit unit, bool[] begun)
    {
        for (var section = 1; section < unit.Object.Sections.Length; section++)
        {
            var header = unit.Object.Sections[section];
            if (!MachOKnowledge.IsDividedBySymbols(header)) continue;
            foreach (var piece in _places.LivePieces(unit, section))
            {
                if (begun[piece] || _places.OffsetOf(unit, piece) == 0 || unit.Pieces[piece].Size == 0) continue;
                var address = _places.AddressOf(unit, piece, header.Address + unit.StartOf(piece));
                _locals.Add((Definition.None, new MachOSymbolOutput(MachOLocalNames.Private,
                    new MachOSymbolEntry(0, MachOSymbolEntry.InSection, (byte)_places.SectionOf(unit, section), 0, (ulong)address))));
            }
        }
    }

    private int AlignmentOf(int name)
    {
        var most = 0;
        foreach (var definition in _library.Units.DefinitionsOf(name))
        {
            if (!_library.Search.IsTaken(definition.Unit) || _library.Units.Symbol(definition).Place != SymbolPlace.Common) continue;
            var entry = ((MachOUnit)_library.Units[definition.Unit]).Object.Symbols[definition.Symbol];
            most = Math.Max(most, entry.CommonAlignment > 0 ? entry.CommonAlignment : NaturalAlignment(entry.Value));
        }

        return most;
    }

    /// <summary>
    /// Of a common symbol that says none, which compilers leave out for bytes, and assembly for anything: that of the largest number that
    /// may be in it.
    /// </summary>
    private static int NaturalAlignment(ulong size) => Math.Min(4, BitOperations.Log2(size));

    private static string Text(byte[] name) => System.Text.Encoding.Latin1.GetString(name);

    private static byte[] Bytes(string name) => System.Text.Encoding.Latin1.GetBytes(name);
}
