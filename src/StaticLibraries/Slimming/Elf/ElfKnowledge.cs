using StaticLibraries.Elf;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// What of ELF is known to stay right when sections get other numbers and members become one. Anything else is refused: it may hold
/// numbers, or mean something by its place.
/// </summary>
internal static class ElfKnowledge
{
    private const uint X86Unwind =
        0x7000_0001, ArmUnwindIndex =
            0x7000_0001, ProcessorAttributes = 0x7000_0003, GnuAttributes = 0x6fff_fff5, DependentLibraries = 0x6fff_4c04;
    private const ulong Large = 0x1000_0000, PureCode = 0x2000_0000;

    private const ulong KnownFlags =
        ElfSectionHeader.Write | ElfSectionHeader.Alloc | ElfSectionHeader.ExecInstr | ElfSectionHeader.Merge | ElfSectionHeader.Strings
        | ElfSectionHeader.LinkOrder | ElfSectionHeader.InGroup | ElfSectionHeader.Tls
        | ElfSectionHeader.Compressed | ElfSectionHeader.Retain;

    /// <summary>Whether relocations of a machine are known.</summary>
    public static bool IsKnown(Machine machine) => machine is Machine.X86_64 or Machine.Aarch64;

    /// <summary>The first thing in a unit that is not known, as a clause; null for none.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="merges">Whether it becomes one with others; else it stays a member, and what it says of the whole object stays
    /// right.</param>
    public static string? FirstUnknown(ElfUnit unit, bool merges)
    {
        var machine = ElfMachine.Of(unit.Object.Header);
        if (machine is Machine.Mips or Machine.Mips64) return $"the relocations of {machine.Name()} are not known here";
        for (var section = 1; section < unit.Roles.Length; section++)
        {
            if (unit.Roles[section] is ElfRole.Structure or ElfRole.Stripped) continue;
            var header = unit.Object.Sections[section];
            if (!IsKnownType(header.Type, machine) && (merges || !IsOfWhole(header.Type, machine)))
            {
                return $"the {unit.Describe(section)} is of type 0x{header.Type:x}, which is not known here";
            }

            if ((header.Flags & ~KnownFlagsOf(machine)) is not 0 and var flags)
            {
                return $"the {unit.Describe(section)} has the flags 0x{flags:x}, which are not known here";
            }
        }

        for (var symbol = 1; symbol < unit.Symbols.Length; symbol++)
        {
            var entry = unit.Object.Symbols[symbol];
            if (entry.Type is not (<= ElfSymbolEntry.Tls or ElfSymbolEntry.IndirectFunc))
            {
                return $"the symbol {unit.NameOf(symbol)} is of type {entry.Type}, which is not known here";
            }

            if (entry.Binding is not (<= ElfSymbolEntry.Weak or ElfSymbolEntry.Unique))
            {
                return $"the symbol {unit.NameOf(symbol)} is bound in a way ({entry.Binding}) that is not known here";
            }

            if (entry.Section < 0 && entry.Section is not (ElfSymbolEntry.Absolute or ElfSymbolEntry.Common))
            {
                return $"the symbol {unit.NameOf(symbol)} is in a section of the number 0x{-entry.Section:x}, which is not known here";
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a kind of relocation is one that objects have, and that says all by itself: its place, its symbol, its addend
    /// (the processor supplements for x86-64, table "Relocation Types"; for the Arm 64-bit architecture, "Relocation types").
    /// </summary>
    public static bool IsKnown(Machine machine, uint type) => machine switch
    {
        Machine.X86_64 => type is <= 4 or (>= 9 and <= 15) or (>= 17 and <= 36) or 41 or 42 or (>= 43 and <= 51),
        Machine.Aarch64 => type is 0 or (>= 256 and <= 315) or (>= 512 and <= 574),
        _ => false,
    };

    private static bool IsKnownType(uint type, Machine machine) =>
        type is ElfSectionHeader.ProgBits or ElfSectionHeader.NoBits or ElfSectionHeader.Note or ElfSectionHeader.StrTab
            or ElfSectionHeader.InitArray or ElfSectionHeader.FiniArray or ElfSectionHeader.PreinitArray or DependentLibraries
        || (type == X86Unwind && machine == Machine.X86_64);

    /// <summary>
    /// What says something of an object as a whole, or is known for machines whose members are not merged: build attributes, Arm's
    /// unwind index.
    /// </summary>
    private static bool IsOfWhole(uint type, Machine machine) => type switch
    {
        GnuAttributes => true,
        ProcessorAttributes => machine is Machine.Arm or Machine.Aarch64 or Machine.Riscv32 or Machine.Riscv64,
        ArmUnwindIndex => machine == Machine.Arm,
        _ => false,
    };

    private static ulong KnownFlagsOf(Machine machine) => machine switch
    {
        Machine.X86_64 => KnownFlags | Large,
        Machine.Aarch64 => KnownFlags | PureCode,
        _ => KnownFlags,
    };
}
