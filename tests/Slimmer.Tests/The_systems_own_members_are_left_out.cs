using StaticLibraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests;

/// <summary>A library for musl with all of the C library inside, as Rust's are.</summary>
public sealed class The_systems_own_members_are_left_out
{
    private const string Libc = "/usr/lib/x86_64-linux-musl/libc.a";

    private const string Code =
        "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
        + "int lib_f(void) { char *s = strdup(\"four\"); int n = snprintf(0, 0, \"%s\", s); free(s); return n; }";

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task And_the_programs_serve(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Musl);
        var library = await WithLibcAsync(workshop, await workshop.CompileAsync("code.c", Code));
        var output = workshop["out.a"];
        var summary = LibrarySlimmer.Slim(library, output, Options(mode));
        // Some of the C library's members are empty: there is nothing to tell them by.
        Assert.InRange(summary.Members, 1, 10);
        Assert.Contains(
            summary.Findings,
            finding => finding.EndsWith(
                "members are the C library's own, which every program has, and are left out", StringComparison.Ordinal));
        Assert.Equal(["free", "snprintf", "strdup"], summary.Undefined);
        Assert.Equal(
            "4",
            await workshop.LinkAndRunAsync(
                "#include <stdio.h>\nint lib_f(void); int main(void) { printf(\"%d\", lib_f()); return 0; }", [output]));
    }

    /// <summary>What a newer C library has more is told by what it refers to inside, and libgcc's members are not taken for it.</summary>
    [Fact]
    public async Task Of_a_newer_system_too_and_the_compilers_stay()
    {
        using var workshop = new Workshop(Toolchain.Musl);
        var newer = await workshop.CompileAsync(
            "statx.c", "long __syscall_ret(unsigned long); int statx(void) { return (int)__syscall_ret(0); }");
        var compilers = await workshop.CompileAsync(
            "lse-init.c",
            "unsigned long __getauxval(unsigned long); int __aarch64_have_lse_atomics;\n"
            + "__attribute__((constructor)) static void init(void) { __aarch64_have_lse_atomics = __getauxval(16) != 0; }");
        var code = await workshop.CompileAsync(
            "code.c",
            "int statx(void); extern int __aarch64_have_lse_atomics; int lib_f(void) { return statx() + __aarch64_have_lse_atomics; }");
        var summary = LibrarySlimmer.Slim(
            await workshop.ArchiveAsync("lib.a", newer, compilers, code), workshop["out.a"], Options(SlimMode.Full));
        Assert.Equal(2, summary.MembersKept);
        Assert.Equal(["__getauxval", "statx"], summary.Undefined);
    }

    [Fact]
    public async Task An_export_beside_something_inside_of_it_is_refused()
    {
        using var workshop = new Workshop(Toolchain.Musl);
        var library = await workshop.LibraryAsync(
            "lib.a", ("both.c", "long __syscall_ret(unsigned long r) { return (long)r; } int lib_f(void) { return 1; }", []));
        var error = Assert.Throws<InputException>(() => LibrarySlimmer.Slim(library, workshop["out.a"], Options(SlimMode.Full)));
        Assert.Contains(
            "lib.a(both.o): it has __syscall_ret, which is inside of the C library, beside lib_f", error.Message, StringComparison.Ordinal);
    }

    private static SlimOptions Options(SlimMode mode) =>
        new() { Mode = mode, Exports = new HashSet<string> { "lib_f" }, Suffix = "pack_a", System = SystemLibrary.Read(Libc) };

    private static async Task<string> WithLibcAsync(Workshop workshop, string code)
    {
        File.Copy(Libc, workshop["lib.a"]);
        await workshop.RunAsync("llvm-ar", "rcsD", "lib.a", code);
        return workshop["lib.a"];
    }
}
