using System.Buffers;
using StaticLibraries.MachO;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// The contents of the sections of an object that is made of several, with the addresses in them moved, and their relocations.
/// </summary>
internal sealed class MachOMergedContents(MachOPlaces places, MachOMergedSymbols symbols)
{
    private readonly Dictionary<int, ILookup<int, MachOFrame>> _frames = [];

    /// <summary>
    /// A section's relocations from its end to its start, as assemblers write them; what is for one place keeps its order.
    /// </summary>
    public IReadOnlyList<MachORelocation> Relocations(MachOMergedSection section)
    {
        var relocations = new List<MachORelocation>();
        foreach (var (unit, number) in section.Parts)
        {
            var machine = unit.Object.Header.Machine;
            var all = unit.Relocations[number];
            for (var index = 0; index < all.Length; index++)
            {
                var isPair = all[index].IsFirstOfTwo(machine);
                // The second of two goes in first, since all is turned round.
                if (isPair) Add(unit, number, all[index + 1], relocations);
                Add(unit, number, all[index], relocations);
                if (isPair) index++;
            }
        }

        relocations.Reverse();
        return relocations;
    }

    private void Add(MachOUnit unit, int section, in MachORelocation relocation, List<MachORelocation> relocations)
    {
        var piece = unit.PieceAt(section, relocation.Address);
        if (!places.Has(unit, piece)) return;
        var address = places.OffsetOf(unit, piece) + relocation.Address - unit.StartOf(piece);
        if (address > int.MaxValue) throw unit.Refusal($"the section {unit.Object.Sections[section].FullName} becomes larger than 2 GB");
        var number = relocation.IsAddend(unit.Object.Header.Machine) || (!relocation.IsExtern && relocation.Number == 0)
            ? relocation.Number
            : relocation.IsExtern ? symbols.NumberOf(unit, section, relocation)
            : places.SectionOf(unit, relocation.Number);
        relocations.Add(relocation.At(address, number));
    }

    public void Write(Stream output, MachOMergedSection section)
    {
        var position = 0L;
        foreach (var (unit, number) in section.Parts)
        {
            var size = (int)unit.Object.Sections[number].Size;
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            unit.Object.Contents(number).Read(0, buffer.AsSpan(0, size), "a section");
            Move(unit, number, buffer);
            MoveFrames(unit, number, buffer);
            foreach (var piece in places.LivePieces(unit, number).Where(piece => places.Has(unit, piece)))
            {
                for (; position < places.OffsetOf(unit, piece); position++) output.WriteByte(0);
                output.Write(buffer.AsSpan((int)unit.StartOf(piece), (int)unit.Pieces[piece].Size));
                position += unit.Pieces[piece].Size;
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Moves the addresses of relocations that name a section.</summary>
    private void Move(MachOUnit unit, int section, byte[] bytes)
    {
        var header = unit.Object.Sections[section];
        var machine = unit.Object.Header.Machine;
        foreach (var relocation in unit.Relocations[section])
        {
            var piece = unit.PieceAt(section, relocation.Address);
            if (relocation.IsExtern || relocation.Number == 0 || relocation.IsAddend(machine) || !places.Has(unit, piece)) continue;
            var field = bytes.AsSpan(relocation.Address);
            var target = MachOAddresses.TargetOf(header, relocation, field);
            var moved = places.AddressOf(unit, unit.PieceAt(relocation.Number, target - unit.Object.Sections[relocation.Number].Address),
                target) - target;
            if (relocation.IsPcRelative) moved -= MovedBy(unit, section, piece);
            Put(unit, section, field, relocation.Length, MachOAddresses.Read(field, relocation.Length) + moved);
        }
    }

    /// <summary>By how much the address of what is in a piece changes.</summary>
    private long MovedBy(MachOUnit unit, int section, int piece)
    {
        var old = unit.Object.Sections[section].Address + unit.StartOf(piece);
        return places.AddressOf(unit, piece, old) - old;
    }

    private void MoveFrames(MachOUnit unit, int section, byte[] bytes)
    {
        if (!MachOKnowledge.IsFrames(unit.Object.Sections[section])) return;
        if (!_frames.TryGetValue(unit.Number, out var frames))
            _frames.Add(unit.Number, frames = unit.Frames.ToLookup(frame => unit.Pieces[frame.Piece].Section));
        foreach (var frame in frames[section].Where(frame => places.Has(unit, frame.Piece)))
        {
            var place = (int)unit.StartOf(frame.Piece) + 4;
            Put(unit, section, bytes.AsSpan(place), 4, places.OffsetOf(unit, frame.Piece) + 4 - places.OffsetOf(unit, frame.Cie));
            Move(unit, section, bytes, frame.Piece, frame.Function);
            Move(unit, section, bytes, frame.Piece, frame.Data);
        }
    }

    private void Move(MachOUnit unit, int section, byte[] bytes, int piece, in MachOFrameField field)
    {
        if (field.Size == 0) return;
        var span = bytes.AsSpan((int)field.Offset);
        var moved = places.AddressOf(unit, field.Target, field.Address) - field.Address - MovedBy(unit, section, piece);
        Put(unit, section, span, field.Size, MachOAddresses.Read(span, field.Size) + moved);
    }

    private static void Put(MachOUnit unit, int section, Span<byte> field, int size, long value)
    {
        if (!MachOAddresses.TryWrite(field, size, value))
            throw unit.Refusal($"the section {unit.Object.Sections[section].FullName} holds a distance that becomes too large");
    }
}
