using StaticLibraries.Objects;

namespace StaticLibraries.Bitcode;

/// <summary>A target triple in LLVM's spelling: <c>arm64-apple-macosx11.0.0</c>, <c>x86_64-pc-windows-msvc19</c>.</summary>
internal sealed record LlvmTriple(Machine Machine, TargetOs Os, string Environment)
{
    /// <summary>Whether names in C have an underscore more in the symbol table.</summary>
    public bool HasLeadingUnderscore => Os >= TargetOs.MacOs || (Os == TargetOs.Windows && Machine == Machine.I686);

    public static LlvmTriple Parse(string text)
    {
        var parts = text.Split('-', 4);
        return new LlvmTriple(
            MachineOf(parts[0]),
            OsOf(parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) ?? ""),
            parts.ElementAtOrDefault(3) ?? "");
    }

    private static Machine MachineOf(string name) => name switch
    {
        "x86_64" or "x86_64h" or "amd64" => Machine.X86_64,
        "arm64ec" => Machine.Arm64EC,
        "aarch64" or "arm64" or "arm64e" => Machine.Aarch64,
        "i386" or "i486" or "i586" or "i686" => Machine.I686,
        "riscv32" => Machine.Riscv32,
        "riscv64" => Machine.Riscv64,
        "powerpc" => Machine.Powerpc,
        "powerpc64" or "powerpc64le" => Machine.Powerpc64,
        "s390x" => Machine.S390x,
        "loongarch64" => Machine.Loongarch64,
        "wasm32" => Machine.Wasm32,
        "mips" or "mipsel" => Machine.Mips,
        "mips64" or "mips64el" => Machine.Mips64,
        _ when name.StartsWith("arm", StringComparison.Ordinal) || name.StartsWith("thumb", StringComparison.Ordinal) => Machine.Arm,
        _ => Machine.Unknown,
    };

    private static TargetOs OsOf(string name, string environment)
    {
        var isSimulator = environment.StartsWith("simulator", StringComparison.Ordinal);
        return name.TrimEnd("0123456789.".ToCharArray()) switch
        {
            "linux" => TargetOs.Linux,
            "windows" => TargetOs.Windows,
            "freebsd" => TargetOs.FreeBsd,
            "netbsd" => TargetOs.NetBsd,
            "openbsd" => TargetOs.OpenBsd,
            "macosx" or "macos" or "darwin" => TargetOs.MacOs,
            "ios" when environment.StartsWith("macabi", StringComparison.Ordinal) => TargetOs.MacCatalyst,
            "ios" => isSimulator ? TargetOs.IosSimulator : TargetOs.Ios,
            "tvos" => isSimulator ? TargetOs.TvOsSimulator : TargetOs.TvOs,
            "watchos" => isSimulator ? TargetOs.WatchOsSimulator : TargetOs.WatchOs,
            "xros" or "visionos" => isSimulator ? TargetOs.VisionOsSimulator : TargetOs.VisionOs,
            _ => TargetOs.Unknown,
        };
    }
}
