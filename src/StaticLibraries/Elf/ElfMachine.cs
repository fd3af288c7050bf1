using StaticLibraries.Objects;

namespace StaticLibraries.Elf;

/// <summary>The numbers of e_machine and EI_OSABI (System V gABI, chapter 4, and the processor supplements).</summary>
internal static class ElfMachine
{
    public static Machine Of(ElfHeader header) => header.MachineNumber switch
    {
        3 => Machine.I686,
        8 => header.Is64 ? Machine.Mips64 : Machine.Mips,
        20 => Machine.Powerpc,
        21 => Machine.Powerpc64,
        22 => Machine.S390x,
        40 => Machine.Arm,
        62 => Machine.X86_64,
        183 => Machine.Aarch64,
        243 => header.Is64 ? Machine.Riscv64 : Machine.Riscv32,
        258 => Machine.Loongarch64,
        _ => Machine.Unknown,
    };

    /// <summary>
    /// 0 (System V) is what nearly everything says, Linux included; 3 (GNU) comes with indirect functions and unique symbols.
    /// </summary>
    public static TargetOs OsOf(ElfHeader header) => header.OsAbi switch
    {
        2 => TargetOs.NetBsd,
        3 => TargetOs.Linux,
        6 => TargetOs.Solaris,
        9 => TargetOs.FreeBsd,
        12 => TargetOs.OpenBsd,
        _ => TargetOs.Unknown,
    };
}
