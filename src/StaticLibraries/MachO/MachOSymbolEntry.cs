namespace StaticLibraries.MachO;

/// <summary>One entry of the symbol table of a 64-bit object, all of it (mach-o/nlist.h, struct nlist_64).</summary>
/// <param name="Name">Where its name is in the string table.</param>
/// <param name="Type">N_STAB, N_PEXT, N_TYPE and N_EXT.</param>
/// <param name="Section">The section's number from 1; 0 for none.</param>
/// <param name="Description">How it is to be linked.</param>
/// <param name="Value">An address; of common symbols the size.</param>
internal readonly record struct MachOSymbolEntry(uint Name, byte Type, byte Section, ushort Description, ulong Value)
{
    public const int Size = 16;

    public const byte External = 0x01, PrivateExternal = 0x10, InSection = 0xe, Absolute = 2, Undefined = 0;

    /// <summary>In the description: must stay; weak; a function that chooses another one; not the start of an atom.</summary>
    public const ushort NoDeadStrip = 0x20, WeakReference = 0x40, WeakDefinition = 0x80, Resolver = 0x100, AltEntry = 0x200;

    private const byte StabMask = 0xe0, TypeMask = 0x0e, PreboundUndefined = 0xc;

    /// <summary>For debuggers alone.</summary>
    public bool IsStab => (Type & StabMask) != 0;

    public byte Place => (byte)(Type & TypeMask);

    public bool IsExternal => (Type & External) != 0;

    public bool IsInSection => !IsStab && Place == InSection;

    /// <summary>Room that has no place yet: the value is its size.</summary>
    public bool IsCommon => !IsStab && IsExternal && Place == Undefined && Value != 0;

    public bool IsUndefined => !IsStab && Place is Undefined or PreboundUndefined && !IsCommon;

    /// <summary>Of common symbols, as a power of two (GET_COMM_ALIGN).</summary>
    public int CommonAlignment => Description >> 8 & 0xf;

    public static MachOSymbolEntry Read(MachOHeader header, ReadOnlySpan<byte> bytes) =>
        new(header.U32(bytes), bytes[4], bytes[5], header.U16(bytes[6..]), header.U64(bytes[8..]));
}
