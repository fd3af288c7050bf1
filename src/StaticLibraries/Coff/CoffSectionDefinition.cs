using System.Buffers.Binary;

namespace StaticLibraries.Coff;

/// <summary>How one is chosen of COMDAT sections of one name (PE Format, "COMDAT Sections").</summary>
internal enum CoffSelection : byte
{
    None = 0,
    NoDuplicates = 1,
    Any = 2,
    SameSize = 3,
    ExactMatch = 4,
    Associative = 5,
    Largest = 6,
    Newest = 7,
}

/// <summary>What the symbol of a section says of it (PE Format, "Auxiliary Format 5: Section Definitions").</summary>
/// <param name="Symbol">The number of the symbol that stands for the section.</param>
/// <param name="CheckSum">Of the bytes of a COMDAT section.</param>
/// <param name="Selection">Of a COMDAT section.</param>
/// <param name="Number">Of the section that an associative one goes with.</param>
internal readonly record struct CoffSectionDefinition(int Symbol, uint CheckSum, CoffSelection Selection, int Number)
{
    /// <param name="symbol">The number of the symbol.</param>
    /// <param name="record">Its first auxiliary record.</param>
    /// <param name="isBigObj">Whether numbers of sections have four bytes.</param>
    public static CoffSectionDefinition Read(int symbol, ReadOnlySpan<byte> record, bool isBigObj)
    {
        int number = BinaryPrimitives.ReadUInt16LittleEndian(record[12..]);
        if (isBigObj) number |= BinaryPrimitives.ReadUInt16LittleEndian(record[16..]) << 16;
        return new(symbol, BinaryPrimitives.ReadUInt32LittleEndian(record[8..]), (CoffSelection)record[14], number);
    }

    /// <summary>Fills an auxiliary record of 18 bytes or more.</summary>
    /// <param name="record">Zeros.</param>
    /// <param name="size">Of the section, in bytes.</param>
    /// <param name="relocations">How many it has.</param>
    public void Write(Span<byte> record, uint size, long relocations)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, size);
        BinaryPrimitives.WriteUInt16LittleEndian(record[4..], (ushort)Math.Min(relocations, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], CheckSum);
        BinaryPrimitives.WriteUInt16LittleEndian(record[12..], (ushort)Number);
        record[14] = (byte)Selection;
        BinaryPrimitives.WriteUInt16LittleEndian(record[16..], (ushort)(Number >> 16));
    }
}
