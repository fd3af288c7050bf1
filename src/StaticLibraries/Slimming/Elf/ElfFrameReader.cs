using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// Takes .eh_frame apart into its records (Linux Standard Base Core, "Exception Frames"): each FDE lives with its function and leads to
/// its CIE, each to what its relocations name (language-specific data, personality).
/// </summary>
internal sealed class ElfFrameReader(ElfUnitParts parts)
{
    private readonly Dictionary<long, int> _cies = [];
    private readonly List<ElfRelocation> _relocations = [];

    /// <exception cref="ArchiveFormatException">A record is damaged, or of a form that no compiler writes.</exception>
    public void Read()
    {
        for (var section = 1; section < parts.Roles.Length; section++)
        {
            if (parts.Roles[section] == ElfRole.Frames) Read(section);
        }
    }

    private void Read(int section)
    {
        _cies.Clear();
        _relocations.Clear();
        foreach (var link in parts.RelocationSections.Where(link => link.From == section))
        {
            _relocations.AddRange(parts.Object.Relocations(link.To));
        }

        var bytes = parts.Object.Contents(section, "unwind tables");
        using var words = new RecordTable(bytes, 4, "unwind tables");
        var (offset, next) = (0L, 0);
        while (offset + 4 <= bytes.Length)
        {
            var length = parts.Object.Header.U32(words[offset / 4]);
            // Zero ends the table of a whole program, or of this member: others come after it.
            if (length == 0)
            {
                offset += 4;
                continue;
            }

            if (length == uint.MaxValue || length % 4 != 0 || length < 4 || length > bytes.Length - offset - 4)
            {
                throw bytes.Fault(
                    offset, $"an unwind record of at most {bytes.Length - offset - 4} bytes, a multiple of 4", $"{length} bytes");
            }

            var first = next;
            while (next < _relocations.Count && _relocations[next].Offset < offset + 4 + length) next++;
            if (first < next && _relocations[first].Offset < offset + 8)
            {
                throw bytes.Fault(
                    _relocations[first].Offset, "unwind records with relocations in their order, behind their first 8 bytes",
                    "one at this place");
            }

            Add(section, bytes, offset, length, parts.Object.Header.U32(words[offset / 4 + 1]), first..next);
            offset += 4 + length;
        }
    }

    private void Add(int section, ByteRange bytes, long offset, uint length, uint distance, Range relocations)
    {
        var piece = parts.Pieces.Count;
        parts.Pieces.Add(new Piece(section, parts.Object.Sections[section].Offset + offset, length + 4L, 4, PieceFlags.None));
        var function = -1;
        foreach (var relocation in _relocations[relocations])
        {
            if (distance != 0 && relocation.Offset == offset + 8 && relocation.Symbol != 0) function = (int)relocation.Symbol;
            else if (relocation.Symbol != 0) parts.References.Add(new Link(piece, (int)relocation.Symbol));
        }

        if (distance == 0)
        {
            _cies.Add(offset, piece);
            parts.Frames.Add(new ElfFrame(0, 0, relocations));
            return;
        }

        if (!_cies.TryGetValue(offset + 4 - distance, out var cie))
        {
            throw bytes.Fault(offset + 4, "the distance to a record that others share", $"0x{distance:x}");
        }

        if (function < 0) throw bytes.Fault(offset + 8, "a relocation that says which function an unwind record is for", "none");
        parts.Frames.Add(new ElfFrame(cie, function, relocations));
        parts.Companions.Add(new Link(piece, cie));
        // Of a function that is not here there is nothing to unwind.
        if (parts.Symbols[function] is { Place: SymbolPlace.InPiece } symbol) parts.Companions.Add(new Link(symbol.Piece, piece));
    }
}
