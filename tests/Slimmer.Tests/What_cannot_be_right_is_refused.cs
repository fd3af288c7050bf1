using RuntimePacks;
using StaticLibraries;
using StaticLibraries.Objects;
using StaticLibraries.Slimming;

namespace Slimmer.Tests;

/// <summary>
/// Where nothing good can come of it, or it is not known what a thing means, the member and the thing are named, and what to do.
/// </summary>
public sealed class What_cannot_be_right_is_refused
{
    private const string Allocator = """
        #include <stddef.h>
        #include <string.h>
        static char pool[1 << 20]; static size_t used;
        void *malloc(size_t n) { void *p = pool + used; used += (n + 31) & ~(size_t)15; return p; }
        void free(void *p) { if (p && ((char *)p < pool || (char *)p >= pool + sizeof pool)) __builtin_trap(); }
        """;

    [Theory]
    [InlineData(SlimMode.Full, "free")]
    [InlineData(SlimMode.Strip, "malloc")]
    public async Task The_systems_allocator_in_a_library(SlimMode mode, string name)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("malloc.c", Allocator + "int lib_dup(void) { char *s = strdup(\"hello\"); free(s); return 5; }", ["-fno-builtin"]));
        var error = Assert.Throws<InputException>(() => Workshop.Slim(library, mode: mode));
        Assert.Contains(
            $"lib.a(malloc.o): it defines {name}: the C library does not use an allocator that is inside of a NativeAOT program",
            error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists($"{library}.{mode}.a"));
    }

    /// <summary>What no export reaches is not there: the system's allocator serves.</summary>
    [Fact]
    public async Task An_allocator_that_no_export_reaches_is_left_out()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("malloc.c", Allocator, ["-fno-builtin"]), ("code.c", "int lib_f(void) { return 1; }", []));
        Assert.Equal(["lib_f"], await workshop.DefinedAsync(Workshop.Slim(library)));
    }

    [Fact]
    public async Task A_part_of_an_unwinder()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a",
            (
                "code.c",
                "void _Unwind_Resume(void *); int _Unwind_RaiseException(void *);\n" +
                "int lib_f(void *p) { if (_Unwind_RaiseException(p)) _Unwind_Resume(p); return 1; }",
                []),
            ("unwind.c", "void _Unwind_Resume(void *p) { (void)p; }", []));
        var error = Assert.Throws<InputException>(() => Workshop.Slim(library));
        Assert.Contains(
            "lib.a(unwind.o): it has _Unwind_Resume, and _Unwind_RaiseException is not in the library", error.Message,
            StringComparison.Ordinal);
    }

    /// <summary>A whole unwinder in a library serves it alone.</summary>
    [Fact]
    public async Task A_whole_unwinder_is_the_librarys_own()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var unwinder = await workshop.RunAsync("gcc", "-print-file-name=libgcc_eh.a");
        await workshop.RunAsync("llvm-ar", "x", unwinder);
        var members = (
            await workshop.RunAsync("llvm-ar", "t", unwinder)).Split(
                '\n', StringSplitOptions.RemoveEmptyEntries).Select(member => workshop[member]);
        const string code = """
            #include <unwind.h>
            #include <stdio.h>
            static int depth;
            static _Unwind_Reason_Code step(struct _Unwind_Context *c, void *p) { (void)c; (void)p; return ++depth, _URC_NO_REASON; }
            int lib_depth(void) { depth = 0; _Unwind_Backtrace(step, 0); return depth; }
            """;
        var slimmed = Workshop.Slim(await workshop.ArchiveAsync("lib.a", [await workshop.CompileAsync("code.c", code), .. members]));
        Assert.Equal(["lib_depth"], await workshop.DefinedAsync(slimmed));
        Assert.DoesNotContain(await workshop.UndefinedAsync(slimmed), name => name.StartsWith("_Unwind", StringComparison.Ordinal));
        Assert.Equal(
            "1",
            await workshop.LinkAndRunAsync(
                "#include <stdio.h>\nint lib_depth(void); int main(void) { printf(\"%d\", lib_depth() > 2); return 0; }", [slimmed]));
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task Members_that_are_code_only_after_link_time_optimization(SlimMode mode)
    {
        foreach (var toolchain in (Toolchain[])[Toolchain.Gcc, Toolchain.Clang])
        {
            using var workshop = new Workshop(toolchain);
            var library = await workshop.LibraryAsync(
                "lib.a", ("fine.c", "int lib_g(void) { return 1; }", []), ("lto.c", "int lib_f(void) { return 1; }", ["-flto"]));
            var error = Assert.Throws<ArchiveFormatException>(
                () => LibrarySlimmer.Slim(
                    library, workshop["out.a"], new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_g" }, Suffix = "x" }));
            Assert.Equal("lto.o", error.Member);
            Assert.Contains("build the library without link-time optimization", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sections_of_an_unknown_type()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", (
                "odd.s", ".section .odd,\"a\",@0x61234567\n.long 1\n.text\n.globl lib_f\nlib_f: ret\n.section .note.GNU-stack\n", []));
        var error = Assert.Throws<InputException>(() => Workshop.Slim(library));
        Assert.EndsWith(
            "lib.a(odd.o): the section .odd is of type 0x61234567, which is not known here; "
            + "--slim strip takes debugging data away and leaves the rest as it is",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(["lib_f"], await workshop.DefinedAsync(Workshop.Slim(library, mode: SlimMode.Strip)));
    }

    [Fact]
    public async Task Relocations_of_an_unknown_kind()
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync(
            "lib.a", ("odd.s", ".text\n.globl lib_f\nlib_f: ret\n.reloc lib_f, R_X86_64_RELATIVE, lib_f\n.section .note.GNU-stack\n", []));
        var error = Assert.Throws<InputException>(() => Workshop.Slim(library));
        Assert.Contains(
            "lib.a(odd.o): the section .text has a relocation of type 8 at 0x0, which is not known here; --slim strip", error.Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists($"{library}.Full.a"));
    }

    [Theory]
    [InlineData("i686-linux-gnu")]
    [InlineData("armv7-linux-gnueabihf")]
    [InlineData("riscv64-linux-gnu")]
    [InlineData("s390x-linux-gnu")]
    public async Task Machines_whose_relocations_are_not_known_are_stripped_alone(string target)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        string[] flags = [$"--target={target}", "-g"];
        var library = await workshop.LibraryAsync(
            "lib.a", ("one.c", "int two(void); int lib_f(void) { return two(); }", flags), ("two.c", "int two(void) { return 2; }", flags));
        Assert.Contains(
            "are not known here; --slim strip", Assert.Throws<InputException>(() => Workshop.Slim(library)).Message,
            StringComparison.Ordinal);
        var stripped = Workshop.Slim(library, mode: SlimMode.Strip);
        Assert.DoesNotContain(".debug", await workshop.SectionsAsync(stripped), StringComparison.Ordinal);
        // It knows no s390x.
        if (target != "s390x-linux-gnu") await workshop.RunAsync("ld.lld", "-r", "--whole-archive", stripped, "-o", "whole.o");
        string[] disassemble = ["-dr", "--no-show-raw-insn", "one.o"];
        var before = await workshop.RunAsync("llvm-objdump", disassemble);
        await workshop.RunAsync("llvm-ar", "x", stripped, "one.o");
        Assert.Equal(before, await workshop.RunAsync("llvm-objdump", disassemble));
    }

    [Fact]
    public async Task Two_strong_definitions_of_one_name()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("one.c", "int twice(void) { return 1; } int lib_f(void) { return twice(); }", []),
            ("two.c", "int twice(void) { return 2; } int lib_g(void) { return twice(); }", []));
        Assert.Contains(
            "lib.a(two.o): it defines twice, which one.o defines too", Assert.Throws<InputException>(() => Workshop.Slim(library)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Linkers take the first member's COMDAT, which lacks what the second one's has, and refuse the library as built.</summary>
    [Fact]
    public async Task A_definition_in_a_COMDAT_that_another_member_has_without_it()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        const string shared = ".section .text.g,\"axG\",@progbits,g,comdat\n.weak g\ng: ret\n";
        var library = await workshop.LibraryAsync(
            "lib.a",
            ("one.s", shared + ".text\n.globl lib_f\nlib_f: call g@PLT\nret\n.section .note.GNU-stack\n", []),
            (
                "two.s",
                shared + ".section .text.h,\"axG\",@progbits,g,comdat\n.globl h\n.type h,@gnu_unique_object\nh: ret\n"
                + ".text\n.globl lib_g\nlib_g: call g@PLT\ncall h@PLT\nret\n.section .note.GNU-stack\n",
                []));
        Assert.Contains(
            "lib.a(two.o): the section .text refers to h in the section .text.h, which is in another member too, whose own is taken",
            Assert.Throws<InputException>(() => Workshop.Slim(library)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists($"{library}.Full.a"));
        Assert.Equal(["g", "h", "lib_f", "lib_g"], await workshop.DefinedAsync(Workshop.Slim(library, mode: SlimMode.Strip)));
        await Assert.ThrowsAsync<RuntimePacksException>(() => workshop.LinkAndRunAsync(
            "int lib_f(void), lib_g(void); int main(void) { return lib_f() + lib_g(); }", [library]));
    }

    [Fact]
    public async Task Exports_that_are_not_there()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync("lib.a", ("one.c", "int lib_f(void) { return 1; }", []));
        Assert.Contains("does not define lib_g, which is to be exported", Refusal(library, "lib_g"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int lib_f(void) { return 1; }", "-fvisibility=hidden")]
    [InlineData("__attribute__((visibility(\"hidden\"))) int lib_f(void) { return 1; }")]
    [InlineData("__attribute__((visibility(\"internal\"))) int lib_f(void) { return 1; }")]
    public async Task Exports_that_are_hidden(string code, params string[] flags)
    {
        foreach (var toolchain in (Toolchain[])[Toolchain.Gcc, Toolchain.Clang])
        {
            using var workshop = new Workshop(toolchain);
            var library = await workshop.LibraryAsync("lib.a", ("one.c", code, flags));
            Assert.EndsWith(
                "lib.a(one.o): lib_f is to be exported and is hidden: a shared library that is made of it could not show it to anybody; "
                + "build the library without -fvisibility=hidden, or mark what is to be seen: __attribute__((visibility(\"default\")))",
                Refusal(library, "lib_f"), StringComparison.Ordinal);
            // Who looks for exports by a pattern finds none.
            Assert.Contains(
                "lib.a is to be exported, so nothing of it would be left; it hides lib_f: a shared library that is made of it could not ",
                Assert.Throws<InputException>(() => Workshop.Slim(library)).Message, StringComparison.Ordinal);
        }
    }

    private static string Refusal(string library, string export)
    {
        var options = new SlimOptions { Mode = SlimMode.Full, Exports = new HashSet<string> { export }, Suffix = "x" };
        return Assert.Throws<InputException>(() => LibrarySlimmer.Slim(library, library + ".out", options)).Message;
    }
}
