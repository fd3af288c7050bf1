using StaticLibraries.MachO;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>Reads a member in Mach-O: its pieces, its symbols, which piece leads to which.</summary>
/// <param name="member">The member.</param>
/// <param name="shared">Gets the names of its global symbols.</param>
/// <param name="forReach">Whether it is to be known what leads to what; else sections and symbols are enough.</param>
internal sealed class MachOUnitReader(ByteRange member, NameTable shared, bool forReach)
{
    private MachOUnitParts _parts = null!;

    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    /// <exception cref="InputException">There is something in it that is not known here.</exception>
    public MachOUnit Read(int number)
    {
        if (MachOKnowledge.WhyNot(new MachOHeader(member)) is { } why)
            throw new InputException($"{member.File}({member.Member}): {why}; --slim none packs the library as it is");
        _parts = new MachOUnitParts(new MachORelocatable(member));
        if (!forReach) _parts.Unknown = MachOKnowledge.UnknownCommand(_parts.Object) ?? MachOKnowledge.UnknownSymbol(_parts.Object);
        else if (MachOKnowledge.FirstUnknown(_parts.Object) is { } unknown) throw _parts.Refusal(unknown);
        new MachODivision(_parts).Divide(forReach);
        ReadSymbols();
        if (forReach)
        {
            FindRoots();
            new MachOReferenceReader(_parts).Read();
            new MachOFrameReader(_parts).Read();
            if (!_parts.Object.HasSubsections) KeepTogether();
        }

        return new MachOUnit(number, _parts);
    }

    private void ReadSymbols()
    {
        using var names = _parts.Object.OpenNames();
        for (var index = 0; index < _parts.Symbols.Length; index++)
        {
            var entry = _parts.Object.Symbols[index];
            var symbol = new UnitSymbol { Name = UnitSymbol.NoName, Fallback = UnitSymbol.NoSymbol, Place = PlaceOf(entry) };
            if (symbol.Place == SymbolPlace.InPiece)
            {
                symbol.Piece = _parts.TargetAt(entry.Section, (long)entry.Value);
                if (forReach && (entry.Description & MachOSymbolEntry.NoDeadStrip) != 0 && !entry.IsUndefined)
                    _parts.Roots.Add(symbol.Piece);
            }

            if (symbol.Place == SymbolPlace.Common) symbol.Size = entry.Value;
            if (entry is { IsStab: false, IsExternal: true })
            {
                if (entry.Name == 0) throw member.Fault(0, $"a name for the symbol {index}, which is not local", "none");
                symbol.Name = shared.Intern(names[entry.Name]);
                symbol.Binding = IsWeak(entry, symbol.Place) ? SymbolBinding.Weak : SymbolBinding.Global;
            }

            _parts.Symbols[index] = symbol;
        }
    }

    private static bool IsWeak(in MachOSymbolEntry entry, SymbolPlace place) => place switch
    {
        SymbolPlace.Undefined => (entry.Description & MachOSymbolEntry.WeakReference) != 0,
        SymbolPlace.InPiece => (entry.Description & MachOSymbolEntry.WeakDefinition) != 0,
        _ => false,
    };

    private static SymbolPlace PlaceOf(in MachOSymbolEntry entry)
    {
        if (entry.IsInSection) return SymbolPlace.InPiece;
        if (entry.IsCommon) return SymbolPlace.Common;
        return entry.IsUndefined ? SymbolPlace.Undefined : SymbolPlace.Absolute;
    }

    private void FindRoots()
    {
        for (var section = 1; section < _parts.Object.Sections.Length; section++)
        {
            var header = _parts.Object.Sections[section];
            if (MachOKnowledge.IsStripped(header) || MachOKnowledge.IsFrames(header) || MachOKnowledge.IsCompactUnwind(header)
                || !MachOKnowledge.IsRoot(header)) continue;
            _parts.Roots.AddRange(Enumerable.Range(_parts.Firsts[section], _parts.Firsts[section + 1] - _parts.Firsts[section]));
        }
    }

    /// <summary>Of a member that must not be taken apart all is there as soon as anything is.</summary>
    private void KeepTogether()
    {
        for (var piece = 1; piece < _parts.Pieces.Count; piece++)
        {
            if (!_parts.Pieces[piece].IsStripped) _parts.Companions.Add(new Link(0, piece));
        }
    }
}
