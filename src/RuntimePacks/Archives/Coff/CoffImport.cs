using System.Buffers.Binary;
using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives.Coff;

/// <summary>
/// A short import object (PE Format, "Import Library Format"): one name that a DLL exports. It defines
/// <c>__imp_NAME</c>, and NAME itself for code and constants.
/// </summary>
public sealed class CoffImport : ObjectFile
{
    private const int HeaderSize = 20, LongestNames = 64 * 1024;
    private const int Code = 0, Constant = 2;

    private readonly byte[] _impName;
    private readonly int _type;

    internal CoffImport(ByteRange bytes) : base(bytes)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        bytes.Read(0, header, "an import header");
        Machine = CoffHeader.MachineOf(BinaryPrimitives.ReadUInt16LittleEndian(header[6..]));
        _type = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) & 3;

        long size = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (size > LongestNames) throw bytes.Fault(12, $"at most {LongestNames} bytes for the names of an import", $"{size}");
        var names = new byte[size];
        bytes.Read(HeaderSize, names, "the names of an import");
        var end = names.AsSpan().IndexOf((byte)0);
        if (end < 0) throw bytes.Fault(HeaderSize, "an import's name that ends with a zero byte", $"none in {size} bytes");
        _impName = [.. "__imp_"u8, .. names.AsSpan(0, end)];
    }

    public override ObjectFormat Format => ObjectFormat.CoffImport;

    public override Machine Machine { get; }

    public override TargetOs Os => TargetOs.Windows;

    public override ObjectType Type => ObjectType.Relocatable;

    public override bool HasLeadingUnderscore => Machine == Machine.I686;

    public override IEnumerable<ObjectSymbol> Symbols()
    {
        yield return new ObjectSymbol(0, SymbolKind.Data, SymbolBinding.Global, true, false, 0, 0);
        if (_type is Code or Constant)
        {
            var kind = _type == Code ? SymbolKind.Func : SymbolKind.Data;
            yield return new ObjectSymbol("__imp_".Length, kind, SymbolBinding.Global, true, false, 0, 0);
        }
    }

    public override ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol) => _impName.AsSpan((int)symbol.NamePosition);
}
