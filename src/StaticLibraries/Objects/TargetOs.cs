namespace StaticLibraries.Objects;

/// <summary>
/// The system that an object says it is for. ELF objects for Linux mostly say nothing (<see cref="Unknown"/>); COFF
/// objects are for Windows by their format; Mach-O names the platform.
/// </summary>
public enum TargetOs
{
    Unknown,
    Linux,
    FreeBsd,
    NetBsd,
    OpenBsd,
    Solaris,
    Windows,
    MacOs,
    MacCatalyst,
    Ios,
    IosSimulator,
    TvOs,
    TvOsSimulator,
    WatchOs,
    WatchOsSimulator,
    VisionOs,
    VisionOsSimulator,
    DriverKit,
    /// <summary>Mach-O for a platform number that is not known here.</summary>
    OtherDarwin,
}
