using System.Runtime.InteropServices;

namespace RuntimePacks.Smoke;

/// <summary>For which RIDs this machine can link a NativeAOT program and run it, and with what.</summary>
/// <param name="Rid">The RID that it publishes for.</param>
/// <param name="Tools">The tools that publishing and running need, by their names in the tools file.</param>
/// <param name="Runner">What runs the program.</param>
internal sealed record SmokeHost(string Rid, IReadOnlyList<string> Tools, Runner Runner)
{
    private static readonly string[] LinuxTools = ["clang", "objcopy"];

    /// <summary>This machine's own RID, in the portable form that packages use.</summary>
    public static string OwnRid { get; } = $"{Os}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string Os =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
        : "linux";

    /// <summary>How to publish and run for a RID, or null where this machine cannot.</summary>
    public static SmokeHost? For(string rid)
    {
        if (rid == OwnRid) return new SmokeHost(rid, OperatingSystem.IsLinux() ? LinuxTools : [], Runner.Own);
        if (rid != "linux-arm64" || OwnRid != "linux-x64") return null;
        return new SmokeHost(
            rid,
            [.. LinuxTools, "llvm-objcopy", "aarch64-linux-gnu-gcc", "aarch64 C library", "qemu-aarch64"],
            Runner.Qemu("-L", "/usr/aarch64-linux-gnu"));
    }
}
