using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>
/// One relocation (mach-o/reloc.h, struct relocation_info; the kinds are of mach-o/x86_64/reloc.h and mach-o/arm64/reloc.h).
/// </summary>
/// <param name="Address">From the start of its section.</param>
/// <param name="Word">The fields beside it, as the file has them.</param>
internal readonly record struct MachORelocation(int Address, uint Word)
{
    public const int Size = 8;

    public const int X86Unsigned = 0, X86Signed = 1, X86Branch = 2, X86GotLoad = 3, X86Got = 4, X86Subtractor = 5, X86Signed1 = 6,
        X86Signed2 = 7, X86Signed4 = 8, X86ThreadLocal = 9;

    public const int ArmUnsigned = 0, ArmSubtractor = 1, ArmBranch26 = 2, ArmPage21 = 3, ArmPageOff12 = 4, ArmGotPage21 = 5,
        ArmGotPageOff12 = 6, ArmPointerToGot = 7,
        ArmThreadLocalPage21 = 8, ArmThreadLocalPageOff12 = 9, ArmAddend = 10;

    private const uint NumberMask = 0xff_ffff, ExternBit = 1 << 27;

    /// <summary>
    /// The number of a symbol where it is extern, else of a section from 1 (0 for an absolute number); of ARM64_RELOC_ADDEND what is
    /// added.
    /// </summary>
    public int Number => (int)(Word & NumberMask);

    public bool IsPcRelative => (Word >> 24 & 1) != 0;

    /// <summary>Of what is patched, in bytes.</summary>
    public int Length => 1 << (int)(Word >> 25 & 3);

    public bool IsExtern => (Word & ExternBit) != 0;

    public int Type => (int)(Word >> 28);

    /// <summary>
    /// Whether it says something of the relocation behind it, which is for the same place: what is subtracted, or added.
    /// </summary>
    public bool IsFirstOfTwo(Machine machine) => IsSubtractor(machine) || IsAddend(machine);

    public bool IsSubtractor(Machine machine) => Type == (machine == Machine.Aarch64 ? ArmSubtractor : X86Subtractor);

    public bool IsAddend(Machine machine) => machine == Machine.Aarch64 && Type == ArmAddend;

    /// <summary>The same relocation of another symbol or section, at another place.</summary>
    public MachORelocation At(long address, int number) => new(checked((int)address), (Word & ~NumberMask) | ((uint)number & NumberMask));

    public static MachORelocation Read(MachOHeader header, ReadOnlySpan<byte> bytes) =>
        new((int)header.U32(bytes), header.U32(bytes[4..]));
}
