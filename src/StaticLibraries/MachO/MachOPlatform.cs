using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>The platforms of LC_BUILD_VERSION, and of the LC_VERSION_MIN commands that came before it (mach-o/loader.h).</summary>
internal static class MachOPlatform
{
    public static TargetOs Of(uint platform) => platform switch
    {
        1 => TargetOs.MacOs,
        2 => TargetOs.Ios,
        3 => TargetOs.TvOs,
        4 => TargetOs.WatchOs,
        6 => TargetOs.MacCatalyst,
        7 => TargetOs.IosSimulator,
        8 => TargetOs.TvOsSimulator,
        9 => TargetOs.WatchOsSimulator,
        10 => TargetOs.DriverKit,
        11 => TargetOs.VisionOs,
        12 => TargetOs.VisionOsSimulator,
        _ => TargetOs.OtherDarwin,
    };

    /// <summary>The older commands have no word for a simulator: an Intel processor stands for one.</summary>
    public static TargetOs OfVersionMin(uint command, Machine machine)
    {
        var isSimulator = machine is Machine.I686 or Machine.X86_64;
        return command switch
        {
            0x24 => TargetOs.MacOs,
            0x25 => isSimulator ? TargetOs.IosSimulator : TargetOs.Ios,
            0x2f => isSimulator ? TargetOs.TvOsSimulator : TargetOs.TvOs,
            _ => isSimulator ? TargetOs.WatchOsSimulator : TargetOs.WatchOs,
        };
    }
}
