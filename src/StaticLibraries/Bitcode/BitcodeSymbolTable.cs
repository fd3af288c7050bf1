using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Bitcode;

/// <summary>
/// The symbol table that LLVM puts beside a module for linkers (llvm/Object/IRSymtab.h, namespace storage): words of 32
/// bits, little-endian; names are offsets and lengths in the string table's blob.
/// </summary>
internal sealed class BitcodeSymbolTable
{
    private const int SymbolsRange = 28, TripleText = 44, HeaderSize = 60, SymbolSize = 24;
    private const int LongestName = 256 * 1024;
    private const uint Undefined = 1 << 3, Weak = 1 << 4, Common = 1 << 5, ThreadLocal = 1 << 8, Global = 1 << 10,
        FormatSpecific = 1 << 11, Executable = 1 << 13;

    private readonly ByteRange _strings;
    private readonly ByteRange _symbols;
    private byte[] _name = [];
    private long _budget;

    public BitcodeSymbolTable(ByteRange table, ByteRange strings)
    {
        _strings = strings;
        Span<byte> header = stackalloc byte[HeaderSize];
        table.Read(0, header, "the symbol table of bitcode");
        _symbols = table.Slice(Word(header, SymbolsRange), Word(header, SymbolsRange + 4), SymbolSize, "the symbols of bitcode");
        _budget = 64 * (strings.Length + 1024);
        Triple = System.Text.Encoding.UTF8.GetString(Text(Word(header, TripleText), Word(header, TripleText + 4)));
    }

    public string Triple { get; }

    /// <summary>The symbols that a linker sees: without those of LLVM itself.</summary>
    public IEnumerable<ObjectSymbol> Read()
    {
        using var records = new RecordTable(_symbols, SymbolSize, "the symbols of bitcode");
        for (long index = 0; index < records.Count; index++)
        {
            var flags = (uint)Word(records[index], 20);
            if ((flags & FormatSpecific) == 0) yield return Symbol(index * SymbolSize, flags);
        }
    }

    /// <summary>The name of a symbol whose record is at this offset.</summary>
    public ReadOnlySpan<byte> NameAt(long offset)
    {
        Span<byte> place = stackalloc byte[8];
        _symbols.Read(offset, place, "a symbol of bitcode");
        return Text(Word(place, 0), Word(place, 4));
    }

    private static ObjectSymbol Symbol(long offset, uint flags)
    {
        var kind = (flags & Common) != 0 ? SymbolKind.Common
            : (flags & ThreadLocal) != 0 ? SymbolKind.Tls
            : (flags & Undefined) != 0 ? SymbolKind.Other
            : (flags & Executable) != 0 ? SymbolKind.Func : SymbolKind.Data;
        var binding = (flags & Global) == 0 ? SymbolBinding.Local : (flags & Weak) != 0 ? SymbolBinding.Weak : SymbolBinding.Global;
        return new ObjectSymbol(offset, kind, binding, (flags & Undefined) == 0, (flags & 3) == 1, 0, 0);
    }

    private ReadOnlySpan<byte> Text(long offset, long length)
    {
        if (length > LongestName || (_budget -= length) < 0)
        {
            throw _strings.Fault(0, $"names of at most {LongestName} bytes in bitcode", $"{length}");
        }

        if (_name.Length < length) _name = new byte[Math.Max(256, length)];
        _strings.Slice(offset, length, "a name in bitcode").Read(0, _name.AsSpan(0, (int)length), "a name in bitcode");
        return _name.AsSpan(0, (int)length);
    }

    private static long Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
