using StaticLibraries.Ar;
using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// Writes a member without debugging data, bitcode and tables for other tools. Groups that are empty afterwards go too; every symbol
/// stays but those of what went.
/// </summary>
internal sealed class ElfStripper(ElfUnit unit, List<string> findings)
{
    private readonly int[] _sections = new int[unit.Roles.Length];
    private readonly int[] _symbols = new int[unit.Symbols.Length];
    private readonly Dictionary<int, ElfSectionGroup> _groups = unit.Object.Groups.ToDictionary(group => group.Section);
    private readonly HashSet<int> _signatures = [];
    private readonly HashSet<int> _used = [];
    private ElfWriter _writer = null!;

    public ArOutput Strip()
    {
        var addsNote = unit.StackNote is null && unit.Roles.Length > 0;
        if (ElfMergedNotes.NeedsExecutableStack(unit))
        {
            findings.Add($"{unit.Name} asks for an executable stack, which every program with it gets");
        }

        if (!addsNote && !unit.Roles.Contains(ElfRole.Stripped)) return Unchanged();
        if (ElfKnowledge.FirstUnknown(unit, merges: false) is { } unknown)
        {
            findings.Add($"{unit.Name} is kept as it is: {unknown}");
            return Unchanged();
        }

        if (addsNote) ElfMergedNotes.SayWhatIsSilent([unit], findings);
        _writer = new ElfWriter(unit.Object.Header, unit.Object.Header.OsAbi);
        Number();
        AddSections();
        if (addsNote) _writer.AddSection(".note.GNU-stack"u8, ElfMergedNotes.NoExecutableStack, _ => { });
        AddSymbols();
        _writer.Complete();
        return new ArOutput(unit.Name, _writer.Size, Index(symbol => !unit.IsStripped(symbol)), _writer.Write);
    }

    private ArOutput Unchanged() =>
        new(unit.Name, unit.Bytes.Length, Index(_ => true), output => unit.Bytes.CopyTo(0, unit.Bytes.Length, output, "a member"));

    private void Number()
    {
        var next = 1;
        for (var section = 1; section < _sections.Length; section++)
        {
            if (IsKept(section)) _sections[section] = next++;
        }

        foreach (var group in unit.Object.Groups.Where(group => _sections[group.Section] > 0)) _signatures.Add(group.Signature);
        for (var section = 1; section < _sections.Length; section++)
        {
            if (_sections[section] == 0 || !ElfRelocatable.IsRelocations(unit.Object.Sections[section])) continue;
            foreach (var relocation in unit.Object.Relocations(section)) _used.Add((int)relocation.Symbol);
        }
    }

    private bool IsKept(int section)
    {
        var header = unit.Object.Sections[section];
        if (ElfRelocatable.IsRelocations(header)) return IsOfKept((int)header.Info);
        if (header.Type == ElfSectionHeader.Group) return _groups[section].Members.Any(IsOfKept);
        return IsOfKept(section);
    }

    private bool IsOfKept(int section) => section != 0 && unit.Roles[section] is not (ElfRole.Structure or ElfRole.Stripped);

    private void AddSections()
    {
        using var names = unit.Object.OpenSectionNames();
        for (var section = 1; section < _sections.Length; section++)
        {
            if (_sections[section] == 0) continue;
            var header = unit.Object.Sections[section];
            var name = names[header.Name];
            if (header.Type == ElfSectionHeader.Group) AddGroup(name, _groups[section]);
            else if (ElfRelocatable.IsRelocations(header)) AddRelocations(name, section, header);
            else
            {
                var link = (header.Flags & ElfSectionHeader.LinkOrder) != 0 ? (uint)_sections[header.Link] : 0;
                _writer.AddSection(
                    name, header with { Link = link, Info = 0 },
                    header.Type == ElfSectionHeader.NoBits
                        ? null
                        : output => unit.Bytes.CopyTo(header.Offset, header.Size, output, "a section"));
            }
        }
    }

    private void AddGroup(ReadOnlySpan<byte> name, ElfSectionGroup group)
    {
        var members = group.Members.Where(member => _sections[member] > 0).Select(member => (uint)_sections[member]).ToArray();
        // The signature's number is known when all symbols have theirs.
        var header = new ElfSectionHeader { Type = ElfSectionHeader.Group, Size = 4 + 4L * members.Length, Alignment = 4, EntrySize = 4 };
        _writer.AddGroup(name, header, () => (uint)_symbols[group.Signature], output =>
        {
            Span<byte> word = stackalloc byte[4];
            foreach (var value in members.Prepend(group.Flags))
            {
                _writer.Encoding.U32(word, value);
                output.Write(word);
            }
        });
    }

    private void AddRelocations(ReadOnlySpan<byte> name, int section, ElfSectionHeader header)
    {
        var hasAddend = header.Type == ElfSectionHeader.Rela;
        var size = ElfRelocation.SizeIn(unit.Object.Header, hasAddend);
        var kept = header with { Info = (uint)_sections[header.Info], Size = header.Size / size * size, EntrySize = size };
        _writer.AddSection(name, kept, output =>
        {
            Span<byte> bytes = stackalloc byte[size];
            foreach (var relocation in unit.Object.Relocations(section))
            {
                // A table may have no entry, and the first then stands for nothing all the same.
                var symbol = relocation.Symbol == 0 ? 0 : (uint)_symbols[relocation.Symbol];
                _writer.Encoding.Relocation(bytes, relocation with { Symbol = symbol }, hasAddend);
                output.Write(bytes);
            }
        });
    }

    private void AddSymbols()
    {
        if (_symbols.Length == 0) return;
        using var names = unit.Object.OpenSymbolNames();
        // Local ones come first, and the name of a group may become one.
        foreach (var local in (bool[])[true, false])
        {
            for (var symbol = 1; symbol < _symbols.Length; symbol++)
            {
                if (Kept(symbol) is { } kept && kept.Binding == ElfSymbolEntry.Local == local)
                {
                    _symbols[symbol] = _writer.AddSymbol(names[kept.Name], kept);
                }
            }
        }
    }

    /// <summary>A symbol as it is in the output; null for one that is not.</summary>
    private ElfSymbolEntry? Kept(int symbol)
    {
        var entry = unit.Object.Symbols[symbol];
        if (entry is { Type: ElfSymbolEntry.File, Binding: ElfSymbolEntry.Local } && !_used.Contains(symbol)) return null;
        var section = entry.Section > 0 ? _sections[entry.Section] : entry.Section;
        if (entry.Section <= 0 || section > 0) return entry with { Section = section };
        if (_used.Contains(symbol))
        {
            throw unit.Refusal(
                $"something that runs refers to {unit.NameOf(symbol)}, which does not", "--slim none packs the library as it is");
        }

        // The name of a group may be of a symbol that is gone: it stays, and as a local one asks for nothing.
        return _signatures.Contains(symbol) ? entry with { Info = (byte)entry.Type, Section = section } : null;
    }

    private List<byte[]> Index(Func<int, bool> isThere)
    {
        var index = new List<byte[]>();
        if (unit.Symbols.Length == 0) return index;
        using var names = unit.Object.OpenSymbolNames();
        for (var symbol = 1; symbol < unit.Symbols.Length; symbol++)
        {
            if (unit.Symbols[symbol] is { IsGlobal: true, IsDefined: true } && isThere(symbol))
            {
                index.Add(names[unit.Object.Symbols[symbol].Name].ToArray());
            }
        }

        return index;
    }
}
