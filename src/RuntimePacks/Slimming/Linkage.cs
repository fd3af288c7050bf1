using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>The tools that link objects of one target on this machine, by their names in the tools file.</summary>
/// <param name="Ld">GNU ld for the target's machine.</param>
/// <param name="Objcopy">GNU objcopy for the target's machine.</param>
/// <param name="Driver">What compiles and links a program for the target.</param>
/// <param name="ProbeArguments">What it must be told for that.</param>
/// <param name="ProbeTools">What else must be installed for that.</param>
internal sealed record Linkage(
    string Ld, string Objcopy, string Driver, IReadOnlyList<string> ProbeArguments, IReadOnlyList<string> ProbeTools)
{
    /// <summary>The name of musl's <c>libc.a</c> in the tools file.</summary>
    public const string Musl = "musl C library";

    /// <summary>All of them, by their names in the tools file.</summary>
    public IEnumerable<string> Tools => [Ld, Objcopy, Driver, .. ProbeTools];

    /// <summary>Null for a target whose objects nothing here can link into one relocatable object.</summary>
    public static Linkage? For(TargetTriple target) => target switch
    {
        { Format: ObjectFormat.Elf, Environment: "gnu", Machine: Machine.X86_64 } =>
            new("x86_64 ld", "x86_64 objcopy", "clang", ["--target=x86_64-linux-gnu"], ["gcc"]),
        { Format: ObjectFormat.Elf, Environment: "musl", Machine: Machine.X86_64 } =>
            new("x86_64 ld", "x86_64 objcopy", "musl-gcc", [], ["gcc", Musl]),
        // No package here brings musl for aarch64. Its names are those of glibc, which stands in for it when the probe is linked.
        { Format: ObjectFormat.Elf, Environment: "gnu" or "musl", Machine: Machine.Aarch64 } =>
            new(
                "aarch64 ld", "aarch64 objcopy", "clang", ["--target=aarch64-linux-gnu"],
                ["aarch64-linux-gnu-gcc", "aarch64 C library", .. target.Environment == "musl" ? [Musl] : Array.Empty<string>()]),
        _ => null,
    };
}
