using StaticLibraries.Slimming;

namespace Slimmer.Tests.MachO;

/// <summary>A member without MH_SUBSECTIONS_VIA_SYMBOLS stays a member: assembly whose symbols are no borders.</summary>
public sealed class Members_that_may_not_be_taken_apart
{
    [Theory]
    [MemberData(nameof(Apple.Machines), MemberType = typeof(Apple))]
    public async Task They_stay_members_whose_names_are_the_packs_own(string machine)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var flags = Apple.Flags(machine);
        var library = await workshop.LibraryAsync("lib.a",
            ("code.c", "int whole(int); int helper(int x) { return x * 3; } int lib_f(int x) { return whole(x) + 1; }", flags),
            ("whole.s", $".globl _whole\n_whole:\n{(machine == "arm64" ? "b" : "jmp")} _helper\n.globl "
                + $"_lib_g\n_lib_g:\n{(machine == "arm64" ? "b" : "jmp")} _whole\n", flags));
        var (slimmed, summary) = Workshop.SlimWith(library, "lib_", suffix: "pack_a");
        Assert.Equal(2, summary.MembersWritten);
        Assert.Empty(summary.Undefined);
        Assert.Equal(["_helper_pack_a", "_lib_f", "_lib_g", "_whole_pack_a"], await workshop.DefinedAsync(slimmed));
        Assert.Contains("private external _whole_pack_a", await workshop.RunAsync("llvm-nm", "-m", slimmed), StringComparison.Ordinal);
        Assert.Contains("private external _helper_pack_a", await workshop.RunAsync("llvm-nm", "-m", slimmed), StringComparison.Ordinal);

        var other = Workshop.Slim(await workshop.LibraryAsync("other.a",
            ("code.c", "int whole(int); int helper(int x) { return x * 3; } int lib_h(int x) { return whole(x) + 1; }", flags),
            ("whole.s", $".globl _whole\n_whole:\n{(machine == "arm64" ? "b" : "jmp")} _helper\n", flags)), suffix: "pack_b");
        foreach (var linker in Apple.Linkers)
        {
            await Apple.LinkAsync(workshop, machine, linker, [slimmed, other], ["lib_f", "lib_g", "lib_h"]);
            await Apple.LinkAsync(workshop, machine, linker, [slimmed, other], ["lib_f", "lib_g", "lib_h"], "-all_load", "-dead_strip");
        }
    }

    /// <summary>Dead code alone names the member, and what is in it runs before main.</summary>
    [Theory]
    [MemberData(nameof(Apple.Machines), MemberType = typeof(Apple))]
    public async Task They_are_found_without_the_dead_code_that_named_them(string machine)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var flags = Apple.Flags(machine);
        var library = await workshop.LibraryAsync("lib.a",
            ("code.c", "int whole(int); int dead(int x) { return whole(x); } int lib_f(int x) { return x + 1; }", flags),
            ("whole.s", ".globl _whole\n_whole: ret\n_before_main: ret\n.section __DATA,__mod_init_func,mod_init_funcs\n.p2align "
                + "3\n.quad _before_main\n", flags));
        var slimmed = Workshop.Slim(library);
        Assert.Contains("_whole_pack_a", await workshop.RunAsync("llvm-nm", "-u", slimmed), StringComparison.Ordinal);
        foreach (var linker in Apple.Linkers)
        {
            var image = await Apple.LinkAsync(workshop, machine, linker, [slimmed], ["lib_f"]);
            Assert.Equal(8, image.First(section => section.Key.EndsWith(",__mod_init_func", StringComparison.Ordinal)).Value.Size);
        }
    }

    [Theory]
    [MemberData(nameof(Apple.Machines), MemberType = typeof(Apple))]
    public async Task The_same_library_gives_the_same_bytes(string machine)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await Apple.NastyAsync(workshop, machine, "-g");
        foreach (var mode in (SlimMode[])[SlimMode.Full, SlimMode.Strip])
        {
            var first = File.ReadAllBytes(Workshop.Slim(library, "uniffi_", mode));
            Assert.Equal(first, File.ReadAllBytes(Workshop.Slim(library, "uniffi_", mode)));
            // What is slim stays what it is.
            var again = Workshop.Slim($"{library}.{mode}.a", "uniffi_", mode);
            Assert.Equal(first.Length, new FileInfo(again).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Apple.Machines), MemberType = typeof(Apple))]
    public async Task Archives_are_as_Apples_linkers_want_them(string machine)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var slimmed = Workshop.Slim(await Apple.NastyAsync(workshop, machine), "uniffi_");
        Assert.Equal(["_uniffi_slim_m", "_uniffi_slim_objc"], await workshop.DefinedAsync(slimmed));
        var map = await workshop.RunAsync("llvm-nm", "--print-armap", slimmed);
        Assert.Contains("_uniffi_slim_m in a.o", map, StringComparison.Ordinal);
        // Data at multiples of 8.
        var bytes = File.ReadAllBytes(slimmed);
        var magic = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe]);
        Assert.Equal(0, magic % 8);
        Assert.Contains("MH_SUBSECTIONS_VIA_SYMBOLS", await workshop.RunAsync("llvm-readobj", "--file-header", slimmed),
            StringComparison.Ordinal);
        Assert.Contains("minos 11.0", await workshop.RunAsync("llvm-objdump", "--macho", "--private-headers", slimmed) is var headers
            && headers.Contains("LC_BUILD_VERSION", StringComparison.Ordinal) ? headers
            : headers.Replace("version 11.0", "minos 11.0", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
