namespace StaticLibraries.Objects;

/// <summary>Formats and machines as people write them.</summary>
public static class Names
{
    public static string Name(this ObjectFormat format) => format switch
    {
        ObjectFormat.Elf => "ELF",
        ObjectFormat.MachO => "Mach-O",
        ObjectFormat.Coff => "COFF",
        ObjectFormat.CoffImport => "a COFF import",
        ObjectFormat.CoffAnonymous => "COFF without machine code",
        ObjectFormat.MachOUniversal => "universal Mach-O",
        ObjectFormat.Bitcode => "LLVM bitcode",
        ObjectFormat.Wasm => "WebAssembly",
        ObjectFormat.RustMetadata => "Rust metadata",
        _ => format.ToString(),
    };

    /// <summary>In the words of a Rust target triple.</summary>
    public static string Name(this Machine machine) =>
        machine == Machine.Unknown ? "an unknown machine" : machine.ToString().ToLowerInvariant();

    /// <summary>The system in the words of a Rust target triple.</summary>
    public static string RustName(this TargetOs os) => os switch
    {
        TargetOs.MacOs => "darwin",
        TargetOs.Ios or TargetOs.IosSimulator or TargetOs.MacCatalyst => "ios",
        TargetOs.TvOs or TargetOs.TvOsSimulator => "tvos",
        TargetOs.WatchOs or TargetOs.WatchOsSimulator => "watchos",
        TargetOs.VisionOs or TargetOs.VisionOsSimulator => "visionos",
        _ => os.ToString().ToLowerInvariant(),
    };

    /// <summary>What a Rust target triple adds to the system's name for this one; null for nothing.</summary>
    public static string? RustEnvironment(this TargetOs os) => os switch
    {
        TargetOs.MacCatalyst => "macabi",
        TargetOs.IosSimulator or TargetOs.TvOsSimulator or TargetOs.WatchOsSimulator or TargetOs.VisionOsSimulator => "sim",
        _ => null,
    };
}
