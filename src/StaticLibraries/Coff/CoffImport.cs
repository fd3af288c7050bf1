using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>
/// A short import object (PE Format, "Import Library Format"): one name that a DLL exports. It defines <c>__imp_NAME</c>, and NAME
/// itself for code and constants.
/// </summary>
internal sealed class CoffImport : ObjectFile
{
    private const int HeaderSize = 20, LongestNames = 64 * 1024;
    private const int Code = 0, Constant = 2;

    private readonly List<byte[]> _names;
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
        _names = Names(names.AsSpan(0, end));
        var library = names.AsSpan(end + 1);
        var endOfLibrary = library.IndexOf((byte)0);
        Library = library[..(endOfLibrary < 0 ? library.Length : endOfLibrary)].ToArray();
    }

    /// <summary>The file name of the DLL.</summary>
    internal byte[] Library { get; }

    public override ObjectFormat Format => ObjectFormat.CoffImport;

    public override Machine Machine { get; }

    public override TargetOs Os => TargetOs.Windows;

    public override ObjectType Type => ObjectType.Relocatable;

    public override bool HasLeadingUnderscore => Machine == Machine.I686;

    public override IEnumerable<ObjectSymbol> Symbols()
    {
        for (var index = 0; index < _names.Count; index++)
        {
            var kind = _type == Code && !IsPointer(_names[index]) ? SymbolKind.Func : SymbolKind.Data;
            yield return new ObjectSymbol(index, kind, SymbolBinding.Global, true, false, 0, 0);
        }
    }

    public override ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol) => _names[(int)symbol.NamePosition];

    private static bool IsPointer(ReadOnlySpan<byte> name) => name.StartsWith("__imp_"u8) || name.StartsWith("__auximpcopy_"u8);

    /// <summary>
    /// For ARM64EC the name is the one of the arm64 code, <c>#NAME</c> (in C++ with <c>$$h</c> inside), and stands for that of x64 too,
    /// with pointers of their own to each.
    /// </summary>
    private List<byte[]> Names(ReadOnlySpan<byte> name)
    {
        if (Machine != Machine.Arm64EC)
        {
            return _type is Code or Constant ? [[.. "__imp_"u8, .. name], name.ToArray()] : [[.. "__imp_"u8, .. name]];
        }

        var plain = PlainName(name);
        List<byte[]> names = [[.. "__imp_"u8, .. plain]];
        if (_type != Code) return names;
        names.AddRange([[.. "__imp_aux_"u8, .. plain], [.. "__auximpcopy_"u8, .. plain], plain]);
        names.Add(name.SequenceEqual(plain) ? [(byte)'#', .. plain] : name.ToArray());
        return names;
    }

    private static byte[] PlainName(ReadOnlySpan<byte> name)
    {
        if (name is [(byte)'#', .. var rest]) return rest.ToArray();
        var mark = name is [(byte)'?', ..] ? name.IndexOf("$$h"u8) : -1;
        return mark < 0 ? name.ToArray() : [.. name[..mark], .. name[(mark + 3)..]];
    }
}
