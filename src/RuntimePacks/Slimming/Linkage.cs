using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>What links a program for one Linux on this machine, by its names in the tools file.</summary>
/// <param name="Driver">What compiles and links a program for the target.</param>
/// <param name="Arguments">What it must be told for that.</param>
/// <param name="Needed">What else must be there for that.</param>
internal sealed record Linkage(string Driver, IReadOnlyList<string> Arguments, IReadOnlyList<string> Needed)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Tools => [Driver, .. Needed];

    /// <summary>Null for a target that is no Linux known here.</summary>
    public static Linkage? For(TargetTriple target) => target switch
    {
        { Format: ObjectFormat.Elf, Environment: "gnu", Machine: Machine.X86_64 } => new("clang", ["--target=x86_64-linux-gnu"], ["gcc"]),
        { Format: ObjectFormat.Elf, Environment: "musl", Machine: Machine.X86_64 } => new("musl-gcc", [], ["gcc"]),
        // No package here brings musl for aarch64. Its names are those of glibc, which stands in for it.
        { Format: ObjectFormat.Elf, Environment: "gnu" or "musl", Machine: Machine.Aarch64 } =>
            new("clang", ["--target=aarch64-linux-gnu"], ["aarch64-linux-gnu-gcc", "aarch64 C library"]),
        _ => null,
    };
}
