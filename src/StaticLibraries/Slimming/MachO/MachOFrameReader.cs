using System.Buffers.Binary;
using StaticLibraries.MachO;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Takes __eh_frame apart into its records (Linux Standard Base Core, "Exception Frames"): each FDE lives with its function and leads to
/// its CIE and to the function's language-specific data. Distances are said by pairs of relocations (arm64) or by nothing but the
/// contents (x86_64).
/// </summary>
internal sealed class MachOFrameReader(MachOUnitParts parts)
{
    private const byte Omitted = 0xff, PcRelative = 0x10, Indirect = 0x80;

    private readonly Dictionary<long, Cie> _cies = [];
    private readonly Dictionary<int, (int From, int Symbol)> _pairs = [];
    private MachOSection _section;
    private byte[] _bytes = [];
    private int _number;

    private readonly record struct Cie(int Piece, byte FunctionEncoding, byte DataEncoding, bool HasSize);

    /// <summary>Where the records of a section begin; zeros, which end a table, are one each.</summary>
    /// <exception cref="ArchiveFormatException">A record reaches past the end.</exception>
    public static List<long> StartsOf(MachORelocatable file, int section)
    {
        var bytes = file.Contents(section);
        var starts = new List<long>();
        Span<byte> word = stackalloc byte[4];
        for (long offset = 0; offset < bytes.Length;)
        {
            bytes.Read(offset, word, "an unwind record");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(word);
            if (length != 0 && (length < 4 || length > bytes.Length - offset - 4))
                throw bytes.Fault(offset, $"an unwind record of at most {bytes.Length - offset - 4} bytes", $"{length} bytes");
            starts.Add(offset);
            offset += 4L + length;
        }

        return starts;
    }

    /// <exception cref="ArchiveFormatException">A record is damaged.</exception>
    /// <exception cref="InputException">A record is of a form that is not known here.</exception>
    public void Read()
    {
        for (var section = 1; section < parts.Object.Sections.Length; section++)
        {
            if (MachOKnowledge.IsFrames(parts.Object.Sections[section]) && parts.Object.Sections[section].Size > 0) Read(section);
        }
    }

    private void Read(int section)
    {
        (_number, _section) = (section, parts.Object.Sections[section]);
        _bytes = new byte[_section.Size];
        parts.Object.Contents(section).Read(0, _bytes, "unwind records");
        _cies.Clear();
        ReadRelocations(parts.Relocations[section]);
        for (var piece = parts.Firsts[section]; piece < parts.Firsts[section + 1]; piece++)
        {
            // A zero ends a table; it stays where a member is not taken apart, and else others come behind it.
            if (parts.Pieces[piece].Size <= 4) continue;
            var start = (int)parts.Starts[piece];
            var end = start + (int)parts.Pieces[piece].Size;
            var distance = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(start + 4));
            if (distance == 0) _cies.Add(start, ReadCie(piece, new Cursor(this, start + 8, end)));
            else if (_cies.TryGetValue(start + 4 - distance, out var cie)) ReadFde(piece, cie, new Cursor(this, start + 8, end));
            else throw Fault(start + 4, "the distance to a record that others share", $"0x{distance:x}");
        }
    }

    /// <summary>Takes distances, which are pairs of relocations, and refers to what others are of.</summary>
    private void ReadRelocations(MachORelocation[] relocations)
    {
        _pairs.Clear();
        for (var index = 0; index < relocations.Length; index++)
        {
            var relocation = relocations[index];
            var piece = parts.PieceAt(_number, relocation.Address);
            if (!relocation.IsExtern || !MachOKnowledge.IsKnown(parts.Machine, relocation))
                throw parts.Refusal($"a relocation at 0x{relocation.Address:x} of the section {_section.FullName} is of type "
                    + $"{relocation.Type}, which is not known there");
            if (relocation.Address + relocation.Length > parts.Starts[piece] + parts.Pieces[piece].Size)
                throw Fault(relocation.Address, "relocations inside of unwind records", "one across their ends");
            if (parts.Object.Symbols[relocation.Number].IsStab)
                throw Fault(relocation.Address, "relocations of symbols for linkers", "one of a symbol for debuggers");
            if (relocation.IsSubtractor(parts.Machine))
            {
                // The distance is from this symbol, to which the contents add where the field is.
                var from = parts.Symbols[relocation.Number];
                if (from.Place != SymbolPlace.InPiece || parts.Pieces[from.Piece].Section != _number || from.IsGlobal)
                    throw parts.Refusal($"a distance at 0x{relocation.Address:x} of the section {_section.FullName} is from another "
                        + "section");
                parts.References.Add(new Link(piece, relocation.Number));
                _pairs[relocation.Address] = (relocation.Number, relocations[++index].Number);
            }
            else
            {
                parts.References.Add(new Link(piece, relocation.Number));
            }
        }
    }

    private Cie ReadCie(int piece, Cursor cursor)
    {
        var version = cursor.Byte();
        if (version is not (1 or 3)) throw parts.Refusal(
            $"an unwind record in the section {_section.FullName} is of version {version}, which is not known here");
        var augmentation = cursor.Text();
        if (augmentation is not ("" or ['z', ..])) throw Unknown(augmentation);
        cursor.Skip();
        cursor.Skip();
        if (version == 1) cursor.Byte();
        else cursor.Skip();
        if (augmentation.Length == 0) return new Cie(piece, 0, Omitted, false);
        cursor.Skip();
        var (function, data) = ((byte)0, Omitted);
        foreach (var letter in augmentation.Skip(1))
        {
            switch (letter)
            {
                case 'P':
                    var encoding = cursor.Byte();
                    var place = cursor.Position;
                    if (cursor.Number(encoding) != 0 && !parts.Relocations[_number].Any(relocation => relocation.Address == place))
                        throw parts.Refusal($"an unwind record in the section {_section.FullName} names a personality by no symbol");
                    break;
                case 'L':
                    data = cursor.Byte();
                    break;
                case 'R':
                    function = cursor.Byte();
                    break;
                case 'S' or 'B':
                    break;
                default:
                    throw Unknown(augmentation);
            }
        }

        return new Cie(piece, function, data, true);
    }

    private void ReadFde(int piece, in Cie cie, Cursor cursor)
    {
        var function = Field(ref cursor, cie.FunctionEncoding, out var target);
        if (target == 0) throw parts.Refusal($"an unwind record in the section {_section.FullName} is for no function of this member");
        cursor.Number((byte)(cie.FunctionEncoding & 0xf));
        var data = default(MachOFrameField);
        if (cie.HasSize)
        {
            cursor.Skip();
            if (cie.DataEncoding != Omitted) data = Field(ref cursor, cie.DataEncoding, out _);
        }

        parts.Frames.Add(new MachOFrame(piece, cie.Piece, function, data));
        parts.Companions.Add(new Link(target, piece));
        parts.Companions.Add(new Link(piece, cie.Piece));
        if (data is { Target: not 0, IsByRelocations: false }) parts.Companions.Add(new Link(piece, data.Target));
        // Language-specific data by a pair of relocations is referred to; the function is not, since the record lives with it.
        if (data.IsByRelocations) parts.References.Add(new Link(piece, _pairs[(int)data.Offset].Symbol));
    }

    private MachOFrameField Field(ref Cursor cursor, byte encoding, out int piece)
    {
        var offset = cursor.Position;
        var value = cursor.Number(encoding);
        var size = cursor.Position - offset;
        piece = 0;
        if (_pairs.TryGetValue(offset, out var pair))
        {
            if (parts.Symbols[pair.Symbol].Place == SymbolPlace.InPiece) piece = parts.Symbols[pair.Symbol].Piece;
            return new MachOFrameField(offset, size, parts.Symbols[pair.From].Piece, (long)parts.Object.Symbols[pair.From].Value,
                IsByRelocations: true);
        }

        if (value == 0) return default;
        if ((encoding & (PcRelative | Indirect)) != PcRelative)
            throw parts.Refusal($"an unwind record in the section {_section.FullName} refers in a way (0x{encoding:x}) that is not "
                + "known here");
        var address = _section.Address + offset + value;
        piece = PieceOf(address);
        return new MachOFrameField(offset, size, piece, address, IsByRelocations: false);
    }

    private int PieceOf(long address)
    {
        for (var section = 1; section < parts.Object.Sections.Length; section++)
        {
            var header = parts.Object.Sections[section];
            if (address >= header.Address && address < header.End && !MachOKnowledge.IsStripped(header))
                return parts.TargetAt(section, address);
        }

        throw parts.Refusal($"an unwind record in the section {_section.FullName} is for the address 0x{address:x}, where nothing is");
    }

    private InputException Unknown(string augmentation) => parts.Refusal(
        $"an unwind record in the section {_section.FullName} is augmented with \"{augmentation}\", which is not known here");

    private InputException UnknownNumber(byte encoding) =>
        parts.Refusal($"an unwind record in the section {_section.FullName} has numbers of the kind 0x{encoding:x}, which is not known "
        + "here");

    private ArchiveFormatException Fault(long offset, string expected, string found) =>
        parts.Object.Contents(_number).Fault(offset, expected, found);

    /// <summary>A place in a record.</summary>
    private ref struct Cursor(MachOFrameReader reader, int position, int end)
    {
        public int Position { get; private set; } = position;

        public byte Byte() => Position < end ? reader._bytes[Position++]
            : throw reader.Fault(Position, "more of an unwind record", "its end");

        /// <summary>A number in LEB128, whatever it is.</summary>
        public void Skip()
        {
            while (Byte() >= 0x80) { }
        }

        public string Text()
        {
            var text = "";
            for (var next = Byte(); next != 0; next = Byte()) text += (char)next;
            return text;
        }

        public long Number(byte encoding)
        {
            var size = (encoding & 0xf) switch
            {
                0 or 4 or 0xc => 8,
                3 or 0xb => 4,
                _ => throw reader.UnknownNumber(encoding),
            };
            if (Position > end - size) throw reader.Fault(Position, "more of an unwind record", "its end");
            var value = MachOAddresses.Read(reader._bytes.AsSpan(Position), size);
            Position += size;
            return value;
        }
    }
}
