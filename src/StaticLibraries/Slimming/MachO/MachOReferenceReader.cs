using StaticLibraries.MachO;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Reads relocations: by a symbol they are references; by a section, with the address in the contents, they lead to a piece of the same
/// member. An entry of __compact_unwind lives with the function that it is for (mach-o/compact_unwind_encoding.h).
/// </summary>
internal sealed class MachOReferenceReader(MachOUnitParts parts)
{
    private const uint LocalPointer = 0x8000_0000, AbsolutePointer = 0x4000_0000;

    /// <exception cref="ArchiveFormatException">A relocation is damaged.</exception>
    /// <exception cref="InputException">A relocation is of a kind that is not known here.</exception>
    public void Read()
    {
        for (var section = 1; section < parts.Object.Sections.Length; section++)
        {
            var header = parts.Object.Sections[section];
            if (MachOKnowledge.IsStripped(header)) continue;
            var relocations = parts.Relocations[section] = parts.Object.Relocations(section);
            if (header.IsZeroFill && relocations.Length > 0)
                throw parts.Object.Bytes.Fault(header.Relocations, $"no relocations of zeros ({header.FullName})",
                    $"{relocations.Length}");
            if (header.Type == MachOSectionType.NonLazyPointers) ReadPointers(section, header);
            // What unwind records say is read with them.
            if (!MachOKnowledge.IsFrames(header)) Read(section, header, relocations);
        }
    }

    private void Read(int section, in MachOSection header, MachORelocation[] relocations)
    {
        var isUnwind = MachOKnowledge.IsCompactUnwind(header);
        var contents = relocations.Any(relocation => !relocation.IsExtern) ? parts.Object.Contents(section) : null;
        var functions = new HashSet<int>();
        Span<byte> bytes = stackalloc byte[8];
        for (var index = 0; index < relocations.Length; index++)
        {
            var relocation = relocations[index];
            Check(header, relocation, index > 0 && relocations[index - 1].IsFirstOfTwo(parts.Machine)
                && relocations[index - 1].Address == relocation.Address);
            var piece = parts.PieceAt(section, relocation.Address);
            if (relocation.Address + relocation.Length > parts.Starts[piece] + parts.Pieces[piece].Size)
                throw parts.Refusal($"a relocation at 0x{relocation.Address:x} of the section {header.FullName} reaches into what "
                    + "another symbol names");
            var target = -1;
            if (!relocation.IsExtern && relocation.Number > 0 && !relocation.IsAddend(parts.Machine))
            {
                contents!.Read(relocation.Address, bytes[..relocation.Length], "an address");
                target = parts.TargetAt(relocation.Number, MachOAddresses.TargetOf(header, relocation, bytes));
            }

            if (isUnwind && relocation.Address == parts.Starts[piece])
            {
                var function = target >= 0 ? target : relocation.IsExtern && parts.Symbols[relocation.Number].Place == SymbolPlace.InPiece
                    ? parts.Symbols[relocation.Number].Piece : throw Orphan(piece, header);
                if (functions.Add(piece)) parts.Companions.Add(new Link(function, piece));
            }
            else if (target >= 0) parts.Companions.Add(new Link(piece, Living(section, target)));
            else if (relocation.IsExtern) parts.References.Add(new Link(piece, relocation.Number));
        }

        if (isUnwind && functions.Count != parts.Firsts[section + 1] - parts.Firsts[section] && header.Size > 0)
            throw Orphan(Enumerable.Range(parts.Firsts[section], parts.Firsts[section + 1] - parts.Firsts[section]).First(piece =>
                !functions.Contains(piece)), header);
    }

    private InputException Orphan(int piece, in MachOSection header) =>
        parts.Refusal($"the entry at 0x{parts.Starts[piece]:x} of the section {header.FullName} is for no function of this member");

    /// <summary>What a live piece may refer to.</summary>
    private int Living(int section, int target)
    {
        if (!parts.Pieces[target].IsStripped) return target;
        throw parts.Refusal($"the section {parts.Object.Sections[section].FullName} refers to the section "
            + $"{parts.Object.Sections[parts.Pieces[target].Section].FullName}, which does not run");
    }

    private void Check(in MachOSection header, in MachORelocation relocation, bool isSecond)
    {
        var isAddend = relocation.IsAddend(parts.Machine);
        var isKnown = MachOKnowledge.IsKnown(parts.Machine, relocation) && (isAddend || relocation.IsExtern || relocation.Length >= 4)
            // Of a difference of which one half has no symbol it cannot be told where that half is.
            && (relocation.IsExtern || isAddend || !isSecond);
        if (!isKnown) throw parts.Refusal(
            $"a relocation at 0x{relocation.Address:x} of the section {header.FullName} is of type {relocation.Type} "
            + $"({(relocation.IsExtern ? "of a symbol" : "of a section")}, {relocation.Length} bytes), which is not known here");
        if (relocation.IsExtern && !isAddend && parts.Object.Symbols[relocation.Number].IsStab)
            throw parts.Object.Bytes.Fault(header.Relocations, "relocations of symbols for linkers",
                $"one of a symbol for debuggers, {relocation.Number}");
    }

    /// <summary>A pointer is to the symbol that the table has for it, if it has one.</summary>
    private void ReadPointers(int section, in MachOSection header)
    {
        for (var index = 0; index < header.Size / 8; index++)
        {
            var symbol = parts.Object.Indirect[header.Reserved1 + index];
            if ((symbol & (LocalPointer | AbsolutePointer)) != 0) continue;
            if (symbol >= parts.Symbols.Length)
                throw parts.Object.Bytes.Fault(0,
                    $"the number of a symbol, less than {parts.Symbols.Length}, in the indirect symbol table", $"{symbol}");
            parts.References.Add(new Link(parts.Firsts[section] + index, (int)symbol));
        }
    }
}
