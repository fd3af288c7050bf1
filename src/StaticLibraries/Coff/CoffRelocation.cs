using System.Buffers.Binary;

namespace StaticLibraries.Coff;

/// <summary>One relocation (PE Format, "COFF Relocations").</summary>
/// <param name="Offset">Of what is to be changed: from the start of its section, plus the section's address.</param>
/// <param name="Symbol">The number of the symbol.</param>
/// <param name="Type">What is done, in the machine's own numbers.</param>
internal readonly record struct CoffRelocation(uint Offset, uint Symbol, ushort Type)
{
    public const int Size = 10;

    public static CoffRelocation Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Symbol);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], Type);
    }
}
