using StaticLibraries.Ar;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>Writes a member without debugging data, bitcode and tables for other tools. Every other section and symbol stays.</summary>
internal sealed class CoffStripper(CoffUnit unit, List<string> findings)
{
    private readonly int[] _sections = new int[unit.Roles.Length];
    private readonly int[] _symbols = new int[unit.Symbols.Length];
    private readonly bool[] _isNamed = new bool[unit.Symbols.Length];

    private CoffRelocatable From => unit.Object;

    public ArOutput Strip()
    {
        if (!unit.Roles.Contains(CoffRole.Stripped)) return AsItIs();
        if (unit.Unknown is { } unknown)
        {
            findings.Add($"{unit.Name} is kept as it is: {unknown}");
            return AsItIs();
        }

        Number();
        var writer = new CoffWriter(From.Header.MachineNumber, From.Header.Characteristics);
        using var names = From.OpenNames();
        for (var section = 1; section < _sections.Length; section++)
        {
            if (_sections[section] > 0) writer.AddSection(Section(section, names[From.Sections[section]].ToArray()));
        }

        for (var symbol = 0; symbol < _symbols.Length; symbol++) AddSymbol(writer, symbol, names);
        writer.Complete();
        return new ArOutput(unit.Name, writer.Size, Index(symbol => !unit.IsStripped(symbol)), writer.Write);
    }

    private ArOutput AsItIs() =>
        new(unit.Name, unit.Bytes.Length, Index(_ => true), output => unit.Bytes.CopyTo(0, unit.Bytes.Length, output, "a member"));

    /// <summary>Numbers sections, and finds which symbols what runs refers to, and which what does not.</summary>
    private void Number()
    {
        var next = 1;
        var isNamedByStripped = new bool[_symbols.Length];
        for (var section = 1; section < _sections.Length; section++)
        {
            var isKept = unit.Roles[section] != CoffRole.Stripped;
            if (isKept) _sections[section] = next++;
            foreach (var relocation in From.Relocations(section)) (isKept ? _isNamed : isNamedByStripped)[relocation.Symbol] = true;
            if (unit.Roles[section] != CoffRole.Table) continue;
            foreach (var symbol in CoffTables.Read(From, section)) _isNamed[symbol] = true;
        }

        foreach (var weak in From.WeakExternals.Values) _isNamed[weak.Default] = true;
        for (var symbol = 0; symbol < _symbols.Length; symbol++)
        {
            _symbols[symbol] = IsKept(symbol, isNamedByStripped[symbol]) ? 0 : UnitSymbol.NoSymbol;
            if (!_isNamed[symbol] || _symbols[symbol] == 0) continue;
            throw unit.Refusal($"something that runs refers to {unit.NameOf(symbol)}, which does not",
                "--slim none packs the library as it is");
        }
    }

    private bool IsKept(int symbol, bool isNamedByStripped)
    {
        var entry = From.Symbols[symbol];
        if (From.IsAuxiliary(symbol) || entry.SectionNumber == CoffSymbol.Debug) return false;
        if (entry.StorageClass is not (CoffSymbol.External or CoffSymbol.Static or CoffSymbol.Label or CoffSymbol.WeakExternal))
        {
            return false;
        }

        if (entry.SectionNumber > 0) return _sections[entry.SectionNumber] > 0;
        // What only debugging data asks for need not be found; a weak external may be a definition.
        return entry.SectionNumber != 0 || unit.Symbols[symbol].IsDefined || _isNamed[symbol] || !isNamedByStripped;
    }

    private CoffSectionOutput Section(int section, byte[] name)
    {
        var header = From.Sections[section];
        if (unit.Roles[section] == CoffRole.Table)
        {
            return CoffTables.Output(name, header.Characteristics, (int)(header.RawSize / 4),
                () => CoffTables.Read(From, section).Select(symbol => (uint)_symbols[symbol]));
        }

        Action<Stream>? write = header.IsZeroFill || header.RawSize == 0 ? null : output =>
            unit.Bytes.CopyTo(header.RawOffset, header.RawSize, output, "a section");
        return new CoffSectionOutput(name, header.Characteristics, header.RawSize, write, From.RelocationCount(section),
            () => From.Relocations(section).Select(relocation => relocation with { Symbol = (uint)_symbols[relocation.Symbol] }));
    }

    private void AddSymbol(CoffWriter writer, int symbol, CoffNames names)
    {
        if (_symbols[symbol] != 0) return;
        var entry = From.Symbols[symbol];
        var section = entry.SectionNumber > 0 ? _sections[entry.SectionNumber] : entry.SectionNumber;
        Action<Span<byte>>? auxiliary = null;
        if (From.WeakExternals.TryGetValue(symbol, out var weak))
        {
            auxiliary = record => (weak with { Default = _symbols[weak.Default] }).Write(record);
        }

        if (section > 0 && From.Definitions[entry.SectionNumber] is { } definition && definition.Symbol == symbol)
        {
            var (header, parent) = (From.Sections[entry.SectionNumber], From.ParentOf(entry.SectionNumber) ?? 0);
            auxiliary = record =>
                (definition with { Number = _sections[parent] }).Write(record, header.RawSize, From.RelocationCount(entry.SectionNumber));
        }

        _symbols[symbol] = writer.AddSymbol(names[entry], entry.Value, section, entry.Type, entry.StorageClass, auxiliary);
    }

    private List<byte[]> Index(Func<int, bool> isThere)
    {
        using var names = From.OpenNames();
        var index = new List<byte[]>();
        for (var symbol = 0; symbol < unit.Symbols.Length; symbol++)
        {
            if (unit.Symbols[symbol] is { IsGlobal: true, IsDefined: true, IsUnlisted: false } && isThere(symbol))
            {
                index.Add(names[From.Symbols[symbol]].ToArray());
            }
        }

        return index;
    }
}
