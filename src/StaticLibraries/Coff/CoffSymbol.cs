using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Coff;

/// <summary>One record of the symbol table (PE Format, "COFF Symbol Table"), as read.</summary>
internal readonly struct CoffSymbol
{
    public const byte External = 2, Static = 3, Label = 6, Block = 100, Function = 101, File = 103, Section = 104, WeakExternal = 105,
        ClrToken = 107, EndOfFunction = 255;
    public const int Absolute = -1, Debug = -2;

    /// <summary>Of types: that a symbol is a function.</summary>
    public const ushort FunctionType = 0x20;

    public const uint SearchAlias = 3;

    /// <summary>The largest number of a section in an object that is no bigobj; the numbers after it stand for no section.</summary>
    public const int LargestShortNumber = 0xfeff;

    public CoffSymbol(ReadOnlySpan<byte> record, bool isBigObj)
    {
        NameField = BinaryPrimitives.ReadUInt64LittleEndian(record);
        Value = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
        SectionNumber = isBigObj
            ? BinaryPrimitives.ReadInt32LittleEndian(record[12..])
            : Signed(BinaryPrimitives.ReadUInt16LittleEndian(record[12..]));
        var rest = record[(isBigObj ? 16 : 14)..];
        Type = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        StorageClass = rest[2];
        AuxiliaryCount = rest[3];
    }

    /// <summary>The eight bytes of its name, as a number.</summary>
    public ulong NameField { get; }

    /// <summary>The name's offset in the string table; null when the name is in the record itself.</summary>
    public long? LongNameOffset => (uint)NameField == 0 ? (long)(NameField >> 32) : null;

    /// <summary>An offset in its section; the size of a common symbol.</summary>
    public uint Value { get; }

    /// <summary>From 1; 0 undefined, -1 absolute, -2 for a debugger alone.</summary>
    public int SectionNumber { get; }

    public ushort Type { get; }

    /// <summary>PE Format, "Storage Class".</summary>
    public byte StorageClass { get; }

    public int AuxiliaryCount { get; }

    public bool IsWeakExternal => StorageClass == WeakExternal;

    /// <summary>Room that has no place yet: undefined, with a size.</summary>
    public bool IsCommon => StorageClass == External && SectionNumber == 0 && Value != 0;

    /// <param name="namePosition">Where the name is.</param>
    /// <param name="inSection">What the section that the symbol is in says of it.</param>
    /// <param name="searches">The characteristics of a weak external (PE Format, "Auxiliary Format 3: Weak Externals").</param>
    public ObjectSymbol ToSymbol(long namePosition, SymbolKind inSection, uint searches)
    {
        var isDefined = SectionNumber != 0 || IsCommon || (IsWeakExternal && searches == SearchAlias);
        var kind = IsCommon ? SymbolKind.Common
            : StorageClass == File ? SymbolKind.File
            : StorageClass is Function or ClrToken || SectionNumber == Debug ? SymbolKind.Debug
            : StorageClass == Section || IsSectionDefinition ? SymbolKind.Section
            : Type >> 4 == 2 ? SymbolKind.Func
            : inSection;
        var binding = StorageClass switch
        {
            External => SymbolBinding.Global,
            WeakExternal => SymbolBinding.Weak,
            _ => SymbolBinding.Local,
        };
        return new ObjectSymbol(namePosition, kind, binding, isDefined, false, SectionNumber, Value);
    }

    /// <summary>A static symbol of value 0 with an auxiliary record stands for its section ("Auxiliary Format 5").</summary>
    public bool IsSectionDefinition => StorageClass == Static && Value == 0 && Type == 0 && AuxiliaryCount > 0 && SectionNumber != 0;

    /// <summary>Sections above 32,767 have numbers that a signed field of two bytes would call negative.</summary>
    private static int Signed(ushort number) => number > LargestShortNumber ? (short)number : number;
}
