using System.Buffers.Binary;
using StaticLibraries.MachO;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Addresses that contents hold: of relocations that name a section and no symbol (mach-o/x86_64/reloc.h, "the address is in the
/// instruction"), and of unwind records.
/// </summary>
internal static class MachOAddresses
{
    /// <summary>A signed number of 4 or 8 bytes, little-endian.</summary>
    public static long Read(ReadOnlySpan<byte> bytes, int size) => size == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
        : BinaryPrimitives.ReadInt32LittleEndian(bytes);

    /// <summary>Writes a number as <see cref="Read"/> reads it.</summary>
    /// <returns>False where it does not fit: an absolute address of 4 bytes may be unsigned, and is so read by nothing.</returns>
    public static bool TryWrite(Span<byte> bytes, int size, long value)
    {
        if (size == 8)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return true;
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
        return value == (int)value;
    }

    /// <summary>The address that a relocation without a symbol is for.</summary>
    /// <param name="section">The section that it is in.</param>
    /// <param name="relocation">Of 4 or 8 bytes.</param>
    /// <param name="bytes">The contents from its place on.</param>
    public static long TargetOf(in MachOSection section, in MachORelocation relocation, ReadOnlySpan<byte> bytes)
    {
        var value = Read(bytes, relocation.Length);
        return relocation.IsPcRelative ? value + section.Address + relocation.Address + 4 + Behind(relocation) : value;
    }

    /// <summary>How many bytes an instruction has behind the number that is relative to its end.</summary>
    private static int Behind(in MachORelocation relocation) => relocation.Type switch
    {
        MachORelocation.X86Signed1 => 1,
        MachORelocation.X86Signed2 => 2,
        MachORelocation.X86Signed4 => 4,
        _ => 0,
    };
}
