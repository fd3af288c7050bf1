using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>Reads a member in COFF: what its sections are, its symbols, which section leads to which.</summary>
/// <param name="member">The member.</param>
/// <param name="shared">Gets the names of its global symbols.</param>
/// <param name="forReach">Whether it is to be known what leads to what; else sections and symbols are enough.</param>
internal sealed class CoffUnitReader(ByteRange member, NameTable shared, bool forReach)
{
    private readonly CoffUnitParts _parts = new(new CoffRelocatable(member));

    private CoffRelocatable Object => _parts.Object;

    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    /// <exception cref="InputException">It becomes machine code only when its own compiler links.</exception>
    public CoffUnit Read(int number)
    {
        using var names = Object.OpenNames();
        ReadSections(names);
        new CoffSymbolReader(_parts, shared).Read(member, names);
        new CoffComdatReader(_parts, shared).Read(names);
        AddPieces();
        LinkSymbols();
        if (forReach)
        {
            new CoffComdatReader(_parts, shared).Link(names);
            LinkRelocations();
        }

        ReadDirectives();
        if (forReach) FindBare();
        if (_parts.Needs.Count > 0) _parts.Roots.Add(0);

        _parts.Unknown ??= CoffKnowledge.FirstUnknown(_parts, names);
        return new CoffUnit(number, _parts);
    }

    private void ReadSections(CoffNames names)
    {
        var symbols = new Lazy<NameTable>(() => NamesOfSymbols(names));
        for (var index = 1; index < _parts.Roles.Length; index++)
        {
            var section = Object.Sections[index];
            var name = names[section].ToArray();
            var suffix = CoffRoles.SuffixOf(name);
            _parts.IsOfSymbol[index] = suffix.Length > 0 && symbols.Value.IndexOf(suffix) >= 0;
            _parts.Roles[index] = CoffRoles.Of(name, section, _parts.IsOfSymbol[index]);
            if (!forReach || _parts.Roles[index] != CoffRole.Root || !IsIdentifier(name)) continue;
            _parts.Sets.Add(new Link(shared.Intern([.. "__start_"u8, .. name]), index));
            _parts.Sets.Add(new Link(shared.Intern([.. "__stop_"u8, .. name]), index));
        }
    }

    private NameTable NamesOfSymbols(CoffNames names)
    {
        var table = new NameTable();
        for (var index = 0; index < Object.Symbols.Length; index++)
        {
            if (!Object.IsAuxiliary(index) && !Object.Symbols[index].IsSectionDefinition) table.Intern(names[Object.Symbols[index]]);
        }

        return table;
    }

    private static bool IsIdentifier(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (letter != '_' && !char.IsAsciiLetterOrDigit((char)letter)) return false;
        }

        return name.Length > 0 && !char.IsAsciiDigit((char)name[0]);
    }

    /// <summary>Piece 0, the sections, and then the entries of .pdata.</summary>
    private void AddPieces()
    {
        _parts.Pieces.Add(new Piece(0, 0, 0, 1, PieceFlags.Structure));
        for (var index = 1; index < _parts.Roles.Length; index++)
        {
            var section = Object.Sections[index];
            var flags = _parts.Roles[index] switch
            {
                CoffRole.Stripped => PieceFlags.Stripped,
                CoffRole.Directives or CoffRole.Table or CoffRole.Entries => PieceFlags.Structure,
                _ when section.RawSize == 0 => PieceFlags.Structure,
                _ => section.IsZeroFill ? PieceFlags.ZeroFill : PieceFlags.None,
            };
            _parts.Pieces.Add(new Piece(index, section.IsZeroFill ? 0 : section.RawOffset, section.RawSize, section.Alignment, flags));
        }

        var size = CoffUnit.EntrySizeOf(Object.Header.Machine);
        for (var index = 1; index < _parts.Roles.Length; index++)
        {
            var section = Object.Sections[index];
            if (_parts.Roles[index] != CoffRole.Entries || section.RawSize == 0) continue;
            _parts.FirstEntries[index] = _parts.Pieces.Count;
            for (long offset = 0; offset < section.RawSize; offset += size)
            {
                _parts.Pieces.Add(new Piece(index, section.RawOffset + offset, size, section.Alignment, PieceFlags.None));
            }
        }
    }

    /// <summary>Says which piece each symbol is in, when the pieces are there.</summary>
    private void LinkSymbols()
    {
        var size = CoffUnit.EntrySizeOf(Object.Header.Machine);
        for (var index = 0; index < _parts.Symbols.Length; index++)
        {
            ref var symbol = ref _parts.Symbols[index];
            if (symbol.Place != SymbolPlace.InPiece) continue;
            // Of a weak external: where its default is.
            var entry = Object.Symbols[index];
            if (entry.SectionNumber == 0) entry = Object.Symbols[Object.WeakExternals[index].Default];
            var (section, first) = (entry.SectionNumber, _parts.FirstEntries[entry.SectionNumber]);
            symbol.Piece = first == 0 ? section : first + (int)(Math.Min(entry.Value, Object.Sections[section].RawSize - 1) / size);
        }
    }

    private void LinkRelocations()
    {
        for (var section = 1; section < _parts.Roles.Length; section++)
        {
            if (_parts.Roles[section] is not (CoffRole.Content or CoffRole.Root or CoffRole.Entries)) continue;
            var last = uint.MaxValue;
            foreach (var relocation in Object.Relocations(section))
            {
                if (_parts.Roles[section] == CoffRole.Entries) LinkEntry(section, relocation);
                // Neighbours often refer to the same.
                else if (relocation.Symbol != last) _parts.References.Add(new Link(section, (int)relocation.Symbol));
                last = relocation.Symbol;
            }
        }
    }

    /// <summary>An unwind entry begins with the function that it is for, and lives with it.</summary>
    private void LinkEntry(int section, in CoffRelocation relocation)
    {
        var (size, offset) = ((uint)CoffUnit.EntrySizeOf(Object.Header.Machine), relocation.Offset - Object.Sections[section].Address);
        var piece = _parts.FirstEntries[section] + (int)(offset / size);
        if (offset % size != 0) _parts.References.Add(new Link(piece, (int)relocation.Symbol));
        else if (_parts.Symbols[relocation.Symbol] is { Place: SymbolPlace.InPiece } function)
        {
            _parts.Companions.Add(new Link(function.Piece, piece));
        }
        else _parts.Unknown ??= "an entry of .pdata is for a function that is not in the member";
    }

    private void ReadDirectives()
    {
        for (var section = 1; section < _parts.Roles.Length; section++)
        {
            if (_parts.Roles[section] != CoffRole.Directives) continue;
            var contents = Object.Contents(section);
            var bytes = new byte[contents.Length];
            contents.Read(0, bytes, "the directives");
            _parts.IsUtf8 |= CoffDirective.IsUtf8(bytes);
            _parts.Directives.AddRange(CoffDirective.Split(bytes));
        }

        if (!forReach) return;
        foreach (var directive in _parts.Directives) CoffDirectives.Take(directive, _parts, shared);
    }

    /// <summary>Finds the undefined symbols that no relocation names, debugging data's neither: MASM's EXTERN, <c>_fltused</c>.</summary>
    private void FindBare()
    {
        var named = new bool[_parts.Symbols.Length];
        for (var section = 1; section < _parts.Roles.Length; section++)
        {
            foreach (var relocation in Object.Relocations(section)) named[relocation.Symbol] = true;
            if (_parts.Roles[section] != CoffRole.Table) continue;
            foreach (var symbol in CoffTables.Read(Object, section)) named[symbol] = true;
        }

        foreach (var weak in Object.WeakExternals.Values) named[weak.Default] = true;
        for (var index = 0; index < named.Length; index++)
        {
            if (named[index] || _parts.Symbols[index] is not
                {
                    IsGlobal: true, Place: SymbolPlace.Undefined, Binding: SymbolBinding.Global,
                })
            {
                continue;
            }

            _parts.Bare.Add(index);
            _parts.Needs.Add(_parts.Symbols[index].Name);
        }
    }
}
