using RuntimePacks.Archives;
using RuntimePacks.Platforms;

namespace RuntimePacks.Slimming;

/// <summary>The tools that link objects of one target on this machine, by their names in the tools file.</summary>
/// <param name="Ld">GNU ld for the target's machine.</param>
/// <param name="Objcopy">GNU objcopy for the target's machine.</param>
/// <param name="ProbeArguments">What clang must be told to link a program for the target.</param>
/// <param name="ProbeTools">What must be installed for that.</param>
public sealed record Linkage(string Ld, string Objcopy, IReadOnlyList<string> ProbeArguments, IReadOnlyList<string> ProbeTools)
{
    /// <summary>Null for a target whose objects nothing here can link into one relocatable object.</summary>
    public static Linkage? For(TargetTriple target) => target switch
    {
        { Format: ObjectFormat.Elf, Environment: "gnu", Machine: Machine.X86_64 } =>
            new("x86_64 ld", "x86_64 objcopy", ["--target=x86_64-linux-gnu"], ["clang", "gcc"]),
        { Format: ObjectFormat.Elf, Environment: "gnu", Machine: Machine.Aarch64 } =>
            new("aarch64 ld", "aarch64 objcopy", ["--target=aarch64-linux-gnu"], ["clang", "aarch64-linux-gnu-gcc", "aarch64 C library"]),
        _ => null,
    };
}
