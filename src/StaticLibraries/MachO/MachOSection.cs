using System.Text;

namespace StaticLibraries.MachO;

/// <summary>The types of sections (mach-o/loader.h, SECTION_TYPE).</summary>
internal enum MachOSectionType : byte
{
    Regular = 0,
    ZeroFill = 1,
    CStrings = 2,
    Literals4 = 3,
    Literals8 = 4,
    LiteralPointers = 5,
    NonLazyPointers = 6,
    InitPointers = 9,
    TermPointers = 0xa,
    Coalesced = 0xb,
    GbZeroFill = 0xc,
    Interposing = 0xd,
    Literals16 = 0xe,
    ThreadLocalRegular = 0x11,
    ThreadLocalZeroFill = 0x12,
    ThreadLocalVariables = 0x13,
    ThreadLocalPointers = 0x14,
    ThreadLocalInitPointers = 0x15,
    InitOffsets = 0x16,
}

/// <summary>One section header of a 64-bit object, all of it (mach-o/loader.h, struct section_64).</summary>
internal readonly record struct MachOSection
{
    public const int HeaderSize = 80;

    /// <summary>S_ATTR_NO_DEAD_STRIP, and the two that say that there are instructions.</summary>
    public const uint NoDeadStrip = 0x1000_0000, PureInstructions = 0x8000_0000, SomeInstructions = 0x400;

    private const int NameLength = 16;
    private const uint TypeMask = 0xff;

    public required string Segment { get; init; }

    public required string Name { get; init; }

    /// <summary>Where it is when nothing is moved: what symbols' values and addresses in contents count from.</summary>
    public long Address { get; init; }

    public long Size { get; init; }

    /// <summary>In bytes from the start of the object; 0 for what has no bytes in the file.</summary>
    public long Offset { get; init; }

    /// <summary>As a power of two: 4 stands for 16 bytes.</summary>
    public int Alignment { get; init; }

    public long Relocations { get; init; }

    public long RelocationCount { get; init; }

    public uint Flags { get; init; }

    /// <summary>For pointers by symbol the first one's place in the indirect symbol table.</summary>
    public uint Reserved1 { get; init; }

    public uint Reserved2 { get; init; }

    public MachOSectionType Type => (MachOSectionType)(Flags & TypeMask);

    public bool IsZeroFill => Type is MachOSectionType.ZeroFill or MachOSectionType.GbZeroFill or MachOSectionType.ThreadLocalZeroFill;

    public long End => Address + Size;

    /// <summary>As Apple's tools write it: <c>__TEXT,__text</c>.</summary>
    public string FullName => $"{Segment},{Name}";

    /// <summary>Says that it is a section of a name.</summary>
    public bool Is(string segment, string name) => Name == name && Segment == segment;

    public static MachOSection Read(MachOHeader header, ReadOnlySpan<byte> bytes) => new()
    {
        Name = Text(bytes[..NameLength]),
        Segment = Text(bytes[NameLength..(2 * NameLength)]),
        Address = (long)header.U64(bytes[32..]),
        Size = (long)header.U64(bytes[40..]),
        Offset = header.U32(bytes[48..]),
        Alignment = (int)Math.Min(header.U32(bytes[52..]), int.MaxValue),
        Relocations = header.U32(bytes[56..]),
        RelocationCount = header.U32(bytes[60..]),
        Flags = header.U32(bytes[64..]),
        Reserved1 = header.U32(bytes[68..]),
        Reserved2 = header.U32(bytes[72..]),
    };

    /// <summary>The names of sections are bytes of any kind: one char for each.</summary>
    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
