using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Bitcode;

/// <summary>
/// LLVM bitcode as a member of its own, raw or in its wrapper (LLVM Bitcode File Format, "Bitcode Wrapper Format"): no
/// machine code. It says who wrote it and for which target; newer ones carry a symbol table for linkers.
/// </summary>
internal sealed class BitcodeObject : ObjectFile
{
    public const uint Magic = 0x4243_c0de, WrapperMagic = 0xdec0_170b;
    private const int ProducerCode = 1, TripleCode = 2, BlobCode = 1;

    private readonly BitcodeSymbolTable? _symbols;
    private readonly LlvmTriple _triple;

    internal BitcodeObject(ByteRange bytes) : base(bytes)
    {
        var raw = Unwrap(bytes);
        ByteRange? table = null, strings = null;
        foreach (var block in BitcodeBlock.TopLevel(raw))
        {
            switch (block.Id)
            {
                case BitcodeBlock.Identification:
                    Variant ??= Text(block, ProducerCode);
                    break;
                case BitcodeBlock.Module:
                    TargetTriple ??= Text(block, TripleCode);
                    break;
                case BitcodeBlock.SymbolTable:
                    table ??= Blob(block);
                    break;
                case BitcodeBlock.StringTable:
                    strings ??= Blob(block);
                    break;
            }
        }

        if (table is { Length: > 0 } && strings is not null) _symbols = new BitcodeSymbolTable(table, strings);
        TargetTriple ??= _symbols?.Triple;
        _triple = LlvmTriple.Parse(TargetTriple ?? "");
    }

    public override ObjectFormat Format => ObjectFormat.Bitcode;

    public override Machine Machine => _triple.Machine;

    public override TargetOs Os => _triple.Os;

    /// <summary>Who wrote it, as <c>LLVM14.0.6</c>.</summary>
    public override string? Variant { get; }

    public override string? TargetTriple { get; }

    public override bool HasLeadingUnderscore => _triple.HasLeadingUnderscore;

    public override IEnumerable<ObjectSymbol> Symbols() => _symbols?.Read() ?? [];

    public override ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol) => _symbols is null ? [] : _symbols.NameAt(symbol.NamePosition);

    /// <summary>The wrapper is a magic, a version, and the offset and size of what it wraps, little-endian.</summary>
    private static ByteRange Unwrap(ByteRange bytes)
    {
        Span<byte> header = stackalloc byte[16];
        bytes.Read(0, header[..4], "the magic of bitcode");
        if (BinaryPrimitives.ReadUInt32BigEndian(header) == Magic) return bytes;
        bytes.Read(0, header, "the wrapper of bitcode");
        var raw = bytes.Slice(
            BinaryPrimitives.ReadUInt32LittleEndian(header[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[12..]),
            "the bitcode in its wrapper");
        raw.Read(0, header[..4], "the magic of bitcode");
        return BinaryPrimitives.ReadUInt32BigEndian(header) == Magic
            ? raw
            : throw raw.Fault(0, "bitcode (4243C0DE) in its wrapper", Convert.ToHexString(header[..4]));
    }

    private static string? Text(BitcodeBlock block, ulong code)
    {
        foreach (var record in new BitcodeRecords(block).Read())
        {
            if (record.Code == code) return record.Text;
        }

        return null;
    }

    private static ByteRange? Blob(BitcodeBlock block)
    {
        foreach (var record in new BitcodeRecords(block).Read())
        {
            if (record.Code == BlobCode) return record.Blob;
        }

        return null;
    }
}
