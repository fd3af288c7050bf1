namespace Slimmer.Tests;

/// <summary>What compiles, links and runs for one machine.</summary>
/// <param name="Name">For a test's name.</param>
/// <param name="C">The compiler of C, which links as well.</param>
/// <param name="Cpp">The compiler of C++.</param>
/// <param name="Linkers">What can be told to link, as -fuse-ld= names it.</param>
/// <param name="Emulator">Runs a program; empty for this machine.</param>
/// <param name="Link">For every link.</param>
public sealed record Toolchain(string Name, string C, string Cpp, IReadOnlyList<string> Linkers, string[] Emulator, string[] Link)
{
    public static Toolchain Gcc { get; } = new("gcc", "gcc", "g++", ["bfd", "gold", "lld"], [], []);

    public static Toolchain Clang { get; } = new("clang", "clang", "clang++", ["bfd", "gold", "lld"], [], []);

    public static Toolchain Arm64 { get; } = new(
        "arm64", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++", ["bfd", "lld"], ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"],
        []);

    public static Toolchain Musl { get; } = new("musl", "musl-gcc", "musl-gcc", ["bfd"], [], ["-static"]);

    /// <summary>Tells the compiler which linker to take; a cross compiler does not look for lld where it is.</summary>
    public static IEnumerable<string> Use(string linker) => linker == "lld" ? ["-fuse-ld=lld", "-B/usr/bin"] : [$"-fuse-ld={linker}"];

    public override string ToString() => Name;
}
