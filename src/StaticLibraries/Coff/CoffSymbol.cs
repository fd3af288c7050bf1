using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>One record of the symbol table (PE Format, "COFF Symbol Table"), as read.</summary>
internal readonly struct CoffSymbol
{
    private const byte External = 2, File = 103, Section = 104, WeakExternal = 105, ClrToken = 107, Function = 101, Static = 3;
    private const uint SearchAlias = 3;

    private readonly uint _value;
    private readonly int _type;
    private readonly byte _storageClass;

    public CoffSymbol(ReadOnlySpan<byte> record, bool isBigObj)
    {
        LongNameOffset = BinaryPrimitives.ReadUInt32LittleEndian(record) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) : null;
        _value = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
        SectionNumber = isBigObj
            ? BinaryPrimitives.ReadInt32LittleEndian(record[12..])
            : BinaryPrimitives.ReadInt16LittleEndian(record[12..]);
        var rest = record[(isBigObj ? 16 : 14)..];
        _type = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        _storageClass = rest[2];
        AuxiliaryCount = rest[3];
    }

    /// <summary>The name's offset in the string table; null when the name is in the record itself.</summary>
    public long? LongNameOffset { get; }

    /// <summary>From 1; 0 undefined, -1 absolute, -2 for a debugger alone.</summary>
    public int SectionNumber { get; }

    public int AuxiliaryCount { get; }

    public bool IsWeakExternal => _storageClass == WeakExternal;

    /// <param name="namePosition">Where the name is.</param>
    /// <param name="inSection">What the section that the symbol is in says of it.</param>
    /// <param name="searches">The characteristics of a weak external (PE Format, "Auxiliary Format 3: Weak Externals").</param>
    public ObjectSymbol ToSymbol(long namePosition, SymbolKind inSection, uint searches)
    {
        var isCommon = _storageClass == External && SectionNumber == 0 && _value != 0;
        var isDefined = SectionNumber != 0 || isCommon || (IsWeakExternal && searches == SearchAlias);
        var kind = isCommon ? SymbolKind.Common
            : _storageClass == File ? SymbolKind.File
            : _storageClass is Function or ClrToken || SectionNumber == -2 ? SymbolKind.Debug
            : _storageClass == Section || IsSectionDefinition ? SymbolKind.Section
            : _type >> 4 == 2 ? SymbolKind.Func
            : inSection;
        var binding = _storageClass switch
        {
            External => SymbolBinding.Global,
            WeakExternal => SymbolBinding.Weak,
            _ => SymbolBinding.Local,
        };
        return new ObjectSymbol(namePosition, kind, binding, isDefined, false, SectionNumber, _value);
    }

    /// <summary>A static symbol of value 0 with an auxiliary record stands for its section ("Auxiliary Format 5").</summary>
    private bool IsSectionDefinition => _storageClass == Static && _value == 0 && _type == 0 && AuxiliaryCount > 0 && SectionNumber != 0;
}
