using System.Buffers.Binary;

namespace StaticLibraries.Coff;

/// <summary>What stands for a name that nothing defines (PE Format, "Auxiliary Format 3: Weak Externals").</summary>
/// <param name="Default">The number of the symbol.</param>
/// <param name="Searches">Where a linker looks for the name before; <see cref="CoffSymbol.SearchAlias"/> for nowhere.</param>
internal readonly record struct CoffWeakExternal(int Default, uint Searches)
{
    public static CoffWeakExternal Read(ReadOnlySpan<byte> record) =>
        new((int)BinaryPrimitives.ReadUInt32LittleEndian(record), BinaryPrimitives.ReadUInt32LittleEndian(record[4..]));

    /// <summary>Fills an auxiliary record.</summary>
    public void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, Default);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Searches);
    }
}
