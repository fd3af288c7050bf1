using System.Text;
using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>Reads a member in ELF: what its sections are, its symbols, which section leads to which.</summary>
/// <param name="member">The member.</param>
/// <param name="shared">Gets the names of its global symbols.</param>
/// <param name="forReach">Whether it is to be known what leads to what; else sections and symbols are enough.</param>
internal sealed class ElfUnitReader(ByteRange member, NameTable shared, bool forReach)
{
    private readonly ElfUnitParts _parts = new(new ElfRelocatable(member));

    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public ElfUnit Read(int number)
    {
        if (_parts.Object.Sections.Length > 0) ReadSections();
        else _parts.Pieces.Add(new Piece(0, 0, 0, 1, PieceFlags.Structure));
        if (_parts.Symbols.Length > 0) ReadSymbols();
        LinkRelocations();
        if (forReach)
        {
            LinkSections();
            LinkGroups();
            new ElfFrameReader(_parts).Read();
        }

        return new ElfUnit(number, _parts);
    }

    private void ReadSections()
    {
        using var names = _parts.Object.OpenSectionNames();
        for (var index = 0; index < _parts.Roles.Length; index++)
        {
            var section = _parts.Object.Sections[index];
            var name = names[section.Name];
            var role = index == 0 ? ElfRole.Structure : ElfRoles.Of(section, name);
            _parts.Roles[index] = role;
            _parts.Pieces.Add(
                new Piece(
                    index, section.Type == ElfSectionHeader.NoBits ? 0 : section.Offset, section.Size, section.Alignment,
                    FlagsOf(section, role)));
            if (role == ElfRole.StackNote) _parts.StackNote = section.Flags;
            if (!forReach) continue;
            if (role == ElfRole.Root) _parts.Roots.Add(index);
            if (role == ElfRole.Beside) _parts.Companions.Add(new Link(0, index));
            if (role is ElfRole.Content or ElfRole.Root) ReadName(index, section, name);
        }
    }

    /// <summary>The names that mean something to linkers.</summary>
    private void ReadName(int index, in ElfSectionHeader section, ReadOnlySpan<byte> name)
    {
        if (name.StartsWith(".gnu.linkonce."u8) && (section.Flags & ElfSectionHeader.InGroup) == 0)
        {
            _parts.Comdats.Add(new Comdat(shared.Intern(name), [index]));
        }

        if (!ElfRoles.IsIdentifier(name)) return;
        // Somebody outside may ask for all sections of this name, as somebody inside may: then they live without any that refers to them.
        _parts.Companions.Add(new Link(0, index));
        _parts.Sets.Add(new Link(shared.Intern([.. "__start_"u8, .. name]), index));
        _parts.Sets.Add(new Link(shared.Intern([.. "__stop_"u8, .. name]), index));
    }

    private static PieceFlags FlagsOf(in ElfSectionHeader section, ElfRole role) => role switch
    {
        ElfRole.Stripped => PieceFlags.Stripped,
        ElfRole.Structure or ElfRole.Frames or ElfRole.StackNote or ElfRole.PropertyNote => PieceFlags.Structure,
        _ => section.Type == ElfSectionHeader.NoBits ? PieceFlags.ZeroFill : PieceFlags.None,
    };

    private void ReadSymbols()
    {
        using var names = _parts.Object.OpenSymbolNames();
        var isGnuLto = false;
        for (var index = 1; index < _parts.Symbols.Length; index++)
        {
            var entry = _parts.Object.Symbols[index];
            var symbol =
                new UnitSymbol { Name = UnitSymbol.NoName, Fallback = UnitSymbol.NoSymbol, Place = PlaceOf(entry), Size = entry.Size };
            if (symbol.Place == SymbolPlace.InPiece) symbol.Piece = entry.Section;
            if (symbol.Place == SymbolPlace.Common && entry.Binding == ElfSymbolEntry.Local)
            {
                throw member.Fault(0, $"the symbol {index}, which is common, seen by others", "it local");
            }

            if (entry.Binding is ElfSymbolEntry.Global or ElfSymbolEntry.Weak or ElfSymbolEntry.Unique)
            {
                RequireSound(index, entry, symbol);
                var name = names[entry.Name];
                isGnuLto |= name.SequenceEqual("__gnu_lto_slim"u8);
                symbol.Name = shared.Intern(name);
                // A unique symbol is a weak one of which the program, with all its libraries, has one.
                symbol.Binding = entry.Binding == ElfSymbolEntry.Global ? SymbolBinding.Global : SymbolBinding.Weak;
            }

            _parts.Symbols[index] = symbol;
        }

        _parts.Symbols[0] = new UnitSymbol { Name = UnitSymbol.NoName, Fallback = UnitSymbol.NoSymbol, Place = SymbolPlace.Absolute };
        if (!isGnuLto) return;
        throw member.Fault(
            0, "machine code", "an object that becomes machine code only when its own compiler links",
            "build the library without link-time optimization (-flto), or with -ffat-lto-objects");
    }

    /// <summary>What others refer to by a name has one, and is in a section that has contents of its own.</summary>
    private void RequireSound(int index, in ElfSymbolEntry entry, in UnitSymbol symbol)
    {
        if (entry.Name == 0) throw member.Fault(0, $"a name for the symbol {index}, which is not local", "none");
        if (symbol.Place != SymbolPlace.InPiece || _parts.Roles[symbol.Piece] != ElfRole.Structure) return;
        throw member.Fault(
            0, $"the symbol {index} in a section with code or data",
            $"it in the section {symbol.Piece}, of type {_parts.Object.Sections[symbol.Piece].Type}");
    }

    private static SymbolPlace PlaceOf(in ElfSymbolEntry entry) => entry.Section switch
    {
        ElfSymbolEntry.Undefined => SymbolPlace.Undefined,
        ElfSymbolEntry.Common => SymbolPlace.Common,
        > 0 => SymbolPlace.InPiece,
        _ => SymbolPlace.Absolute,
    };

    private void LinkRelocations()
    {
        for (var index = 1; index < _parts.Roles.Length; index++)
        {
            var section = _parts.Object.Sections[index];
            if (!ElfRelocatable.IsRelocations(section) || _parts.Roles[section.Info] is ElfRole.Stripped or ElfRole.Structure) continue;
            if (section.Link != _parts.Object.SymbolTable)
            {
                throw member.Fault(
                    0, $"relocations that refer to the symbol table (section {_parts.Object.SymbolTable})",
                    $"ones that refer to section {section.Link}");
            }

            _parts.RelocationSections.Add(new Link((int)section.Info, index));
            if (!forReach || _parts.Roles[section.Info] == ElfRole.Frames) continue;
            var last = 0u;
            foreach (var relocation in _parts.Object.Relocations(index))
            {
                // Symbol 0 is none; neighbours often refer to the same.
                if (relocation.Symbol != 0 && relocation.Symbol != last)
                {
                    _parts.References.Add(new Link((int)section.Info, (int)relocation.Symbol));
                }

                last = relocation.Symbol;
            }
        }
    }

    /// <summary>A section with SHF_LINK_ORDER and the one that it is about live together.</summary>
    private void LinkSections()
    {
        for (var index = 1; index < _parts.Roles.Length; index++)
        {
            var section = _parts.Object.Sections[index];
            if ((section.Flags & ElfSectionHeader.LinkOrder) == 0 || _parts.Roles[index] is ElfRole.Stripped or ElfRole.Structure) continue;
            _parts.Companions.Add(new Link((int)section.Link, index));
            if (section.Link != 0) _parts.Companions.Add(new Link(index, (int)section.Link));
        }
    }

    /// <summary>The sections of a group live together: each leads to the next, the last to the first.</summary>
    private void LinkGroups()
    {
        if (_parts.Object.Groups.Count == 0) return;
        using var symbolNames = _parts.Object.OpenSymbolNames();
        using var sectionNames = _parts.Object.OpenSectionNames();
        foreach (var group in _parts.Object.Groups)
        {
            var members = group.Members.Where(section => _parts.Roles[section] is not (ElfRole.Stripped or ElfRole.Structure)).ToArray();
            for (var index = 0; index < members.Length; index++)
            {
                _parts.Companions.Add(new Link(members[index], members[(index + 1) % members.Length]));
            }

            if (!group.IsComdat || members.Length == 0) continue;
            var signature = _parts.Object.Symbols[group.Signature];
            var name = signature is { Type: ElfSymbolEntry.SectionType, Section: > 0 }
                ? sectionNames[_parts.Object.Sections[signature.Section].Name]
                : symbolNames[signature.Name];
            // Groups have names of their own: a symbol may have the name of a group that it is not the signature of.
            _parts.Comdats.Add(new Comdat(shared.Intern([0, .. name]), members));
        }
    }
}
