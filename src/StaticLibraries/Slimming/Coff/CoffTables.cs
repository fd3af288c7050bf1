using System.Buffers.Binary;
using StaticLibraries.Coff;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Coff;

/// <summary>Sections with numbers of symbols: they have to be written anew when symbols get other numbers.</summary>
internal static class CoffTables
{
    private const int EntrySize = 4;

    /// <exception cref="ArchiveFormatException">One is of no symbol, or there are no contents.</exception>
    public static IEnumerable<int> Read(CoffRelocatable from, int section)
    {
        const string what = "a table of symbols";
        using var table = new RecordTable(from.Contents(section), EntrySize, what);
        if (from.Sections[section] is { IsZeroFill: true, RawSize: > 0 } header)
        {
            throw table.Fault(0, $"{header.RawSize} bytes of {what}", "a section without contents");
        }

        for (long index = 0; index < table.Count; index++)
        {
            var symbol = BinaryPrimitives.ReadUInt32LittleEndian(table[index]);
            if (symbol >= from.Symbols.Length || from.IsAuxiliary((int)symbol))
            {
                throw table.Fault(index, $"the number of a symbol, less than {from.Symbols.Length}", $"{symbol}");
            }

            yield return (int)symbol;
        }
    }

    public static CoffSectionOutput Output(byte[] name, uint characteristics, int count, Func<IEnumerable<uint>> symbols) =>
        new(name, characteristics, (long)count * EntrySize, output => Write(output, symbols()), 0, null);

    private static void Write(Stream output, IEnumerable<uint> symbols)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        foreach (var symbol in symbols)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, symbol);
            output.Write(bytes);
        }
    }
}
