using StaticLibraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests;

/// <summary>What compilers and people write every day, and tools that take libraries apart stumble over.</summary>
public sealed class Ordinary_constructs_are_slimmed
{
    private static readonly Toolchain[] s_both = [Toolchain.Gcc, Toolchain.Clang];

    /// <summary>gcc -g3 puts .debug_macro into COMDAT groups: where the sections go, the groups go.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task Debugging_data_in_groups(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("macros.c", "#include <stdlib.h>\nint lib_f(int a) { return abs(a); }", ["-g3"]),
            ("more.c", "#include <stdlib.h>\nint lib_g(int a) { return abs(a); }", ["-g3"]));
        Assert.Contains("GROUP", await workshop.SectionsAsync(library), StringComparison.Ordinal);
        var slimmed = Workshop.Slim(library, mode: mode);
        var sections = await workshop.SectionsAsync(slimmed);
        Assert.DoesNotContain("GROUP", sections, StringComparison.Ordinal);
        Assert.DoesNotContain(".debug", sections, StringComparison.Ordinal);
        const string main =
            "#include <stdio.h>\nint lib_f(int), lib_g(int); int main(void) { printf(\"%d\", lib_f(-3) + lib_g(-4)); return 0; }";
        foreach (var linker in Toolchain.Gcc.Linkers)
        {
            Assert.Equal("7", await workshop.LinkAndRunAsync(main, [slimmed], Toolchain.Use(linker)));
        }
    }

    [Fact]
    public async Task Statics_of_templates_that_are_unique_in_a_program()
    {
        const string code = """
            template <class T> struct S { static int v; static int &f() { static int local = 7; return local; } };
            template <class T> int S<T>::v = 3;
            inline int &g() { static int x = 5; return x; }
            extern "C" int lib_u() { return S<int>::v + S<long>::f() + g(); }
            """;
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync("lib.a", ("unique.cpp", code, []));
        Assert.True((await workshop.DefinedAsync(library)).Count > 1);
        var slimmed = Workshop.Slim(library);
        Assert.Equal(["lib_u"], await workshop.DefinedAsync(slimmed));
        Assert.Equal(
            "15",
            await workshop.LinkAndRunAsync(
                "#include <stdio.h>\nint lib_u(void); int main(void) { printf(\"%d\", lib_u()); return 0; }", [slimmed]));
    }

    /// <summary>
    /// Of common symbols of one name the largest counts, and the strictest alignment; a strong definition comes before all.
    /// </summary>
    [Fact]
    public async Task Common_symbols()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a",
            (
                "one.c",
                "int shared[2]; extern int also; int *lib_counter(void) { return &shared[1]; } int touch(void);\n"
                + "int lib_touch(void) { return touch() + also; }",
                ["-fcommon"]),
            (
                "two.c",
                "_Alignas(64) int shared[9]; int also; int touch(void) { return ++shared[1] + (int)((unsigned long)shared % 64); }",
                ["-fcommon"]),
            ("three.c", "int lib_three = 3;", []));
        var slimmed = Workshop.Slim(library);
        Assert.Equal(["lib_counter", "lib_three", "lib_touch"], await workshop.DefinedAsync(slimmed));
        const string main =
            "#include <stdio.h>\nint *lib_counter(void), lib_touch(void); char shared[8] = \"program\";\n"
            + "int main(void) { lib_touch(); lib_touch(); printf(\"%d %s\", *lib_counter(), shared); return 0; }";
        Assert.Equal("2 program", await workshop.LinkAndRunAsync(main, [slimmed], "-Wl,--gc-sections"));
    }

    private const string SetOne = """
        typedef int (*fn)(void); extern fn __start_parts[], __stop_parts[];
        int lib_count(void) { return (int)(__stop_parts - __start_parts); }
        static int one(void) { return 1; } __attribute__((used, section("parts"))) static fn e1 = one;
        int touch2(void); int lib_touch(void) { return touch2(); }
        """;

    private const string SetTwo =
        "typedef int (*fn)(void); static int two(void) { return 2; }\n"
        + "__attribute__((used, section(\"parts\"))) static fn e2 = two; int touch2(void) { return 9; }";

    [Fact]
    public async Task Section_sets_over_members()
    {
        foreach (var toolchain in s_both)
        {
            using var workshop = new Workshop(toolchain);
            var slimmed = Workshop.Slim(await workshop.LibraryAsync("lib.a", ("one.c", SetOne, []), ("two.c", SetTwo, [])));
            const string main =
                "#include <stdio.h>\nint lib_count(void), lib_touch(void);\n"
                + "int main(void) { printf(\"%d\", lib_count()); return lib_touch() - 9; }";
            foreach (var linker in toolchain.Linkers)
            {
                Assert.Equal("2", await workshop.LinkAndRunAsync(main, [slimmed], [.. Toolchain.Use(linker), "-Wl,--gc-sections"]));
            }
        }
    }

    [Fact]
    public async Task Section_sets_of_two_packs_are_two()
    {
        const string code = """
            typedef int (*fn)(void); extern fn __start_parts[], __stop_parts[];
            static int one(void) { return 1; } __attribute__((used, retain, section("parts"))) static fn e = one;
            int COUNT(void) { return (int)(__stop_parts - __start_parts); }
            """;
        using var workshop = new Workshop(Toolchain.Gcc);
        var one = Workshop.Slim(await workshop.LibraryAsync("one.a", ("sets.c", code, ["-DCOUNT=lib_a_count"])), suffix: "pack_a");
        var two = Workshop.Slim(await workshop.LibraryAsync("two.a", ("sets.c", code, ["-DCOUNT=lib_b_count"])), suffix: "pack_b");
        const string main =
            "#include <stdio.h>\nint lib_a_count(void), lib_b_count(void);\n"
            + "int main(void) { printf(\"%d %d\", lib_a_count(), lib_b_count()); return 0; }";
        foreach (var linker in Toolchain.Gcc.Linkers)
        {
            Assert.Equal("1 1", await workshop.LinkAndRunAsync(main, [one, two], [.. Toolchain.Use(linker), "-Wl,--gc-sections"]));
        }

        Assert.Contains("__start_parts_pack_a", await workshop.UndefinedAsync(one));
    }

    /// <summary>A set that nobody in the library goes through is for somebody outside, and keeps its name.</summary>
    [Fact]
    public async Task Section_sets_for_others_keep_their_name()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var slimmed = Workshop.Slim(
            await workshop.LibraryAsync(
                "lib.a", ("set.c", "__attribute__((used, section(\"theirs\"))) static int e = 4; int lib_f(void) { return 1; }", [])));
        const string main =
            "#include <stdio.h>\nint lib_f(void); extern int __start_theirs[];\n"
            + "int main(void) { printf(\"%d\", __start_theirs[0] + lib_f()); return 0; }";
        Assert.Equal("5", await workshop.LinkAndRunAsync(main, [slimmed]));
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task Objects_with_code_for_link_time_optimization_beside_machine_code(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("one.c", "int helper(void); int lib_f(void) { return helper(); }", []),
            ("two.c", "int helper(void) { return 41; }", ["-flto", "-ffat-lto-objects"]));
        var slimmed = Workshop.Slim(library, mode: mode);
        const string main = "#include <stdio.h>\nint lib_f(void); int main(void) { printf(\"%d\", lib_f()); return 0; }";
        Assert.Equal("41", await workshop.LinkAndRunAsync(main, [slimmed]));
        Assert.Equal("41", await workshop.LinkAndRunAsync(main, [slimmed], "-flto", "-O2"));
        await workshop.RunAsync("clang", "main.o", slimmed, "-fuse-ld=lld", "-o", "by-clang");
        Assert.Equal("41", await workshop.RunAsync(workshop["by-clang"]));
        await workshop.RunAsync("gcc", "-shared", "-Wl,--whole-archive", slimmed, "-Wl,--no-whole-archive", "-o", "lib.so");
        Assert.Contains("lib_f", await workshop.RunAsync("llvm-nm", "-D", "--defined-only", "lib.so"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task Assembly_that_says_nothing_of_the_stack(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("asm.s", ".globl asm_fn\n.type asm_fn, @function\nasm_fn: movl $3, %eax\n ret\n", []),
            ("c.c", "int asm_fn(void); int lib_f(void) { return asm_fn(); }", []));
        var (slimmed, summary) = Workshop.SlimWith(library, mode: mode);
        Assert.Contains(
            "asm.o did not say whether the stack has to be executable", Assert.Single(summary.Findings), StringComparison.Ordinal);
        const string main = "#include <stdio.h>\nint lib_f(void); int main(void) { printf(\"%d\", lib_f()); return 0; }";
        Assert.Equal("3", await workshop.LinkAndRunAsync(main, [slimmed], "-Wl,--fatal-warnings"));
        Assert.Contains(
            "RW ",
            (
                await workshop.RunAsync("llvm-readelf", "-lW", "program")).Split('\n').Single(
                    line => line.Contains("GNU_STACK", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    /// <summary>A function in a function whose address is taken is called by code on the stack: that cannot be had without.</summary>
    [Fact]
    public async Task Code_that_needs_an_executable_stack_has_it_and_it_is_said()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("nested.c", "int call(int (*f)(void)); int lib_f(int a) { int g(void) { return a; } return call(g); }", []),
            ("call.c", "int call(int (*f)(void)) { return f(); }", []));
        var (slimmed, summary) = Workshop.SlimWith(library);
        Assert.Equal("nested.o asked for an executable stack, which every program with this library gets", Assert.Single(summary.Findings));
        Assert.Equal(
            "8",
            await workshop.LinkAndRunAsync(
                "#include <stdio.h>\nint lib_f(int); int main(void) { printf(\"%d\", lib_f(8)); return 0; }", [slimmed]));
    }

    /// <summary>Control-flow protection holds for a program only where all of it has it.</summary>
    [Fact]
    public async Task What_the_processor_watches_over_is_what_all_members_allow()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var one = await workshop.CompileAsync("one.c", "int two(void); int lib_f(void) { return two(); }", "-fcf-protection=full");
        var two = await workshop.CompileAsync("two.c", "int two(void) { return 2; }", "-fcf-protection=branch");
        var three = await workshop.CompileAsync("three.c", "int lib_g(void) { return 3; }", "-fcf-protection=none");
        Assert.EndsWith(
            "x86 feature: IBT", await workshop.RunAsync("readelf", "-nW", Workshop.Slim(await workshop.ArchiveAsync("some.a", one, two))),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "x86 feature: IBT, SHSTK",
            await workshop.RunAsync(
                "readelf", "-nW",
                Workshop.Slim(
                    await workshop.ArchiveAsync(
                        "all.a", one, await workshop.CompileAsync("two.c", "int two(void) { return 2; }", "-fcf-protection=full")))),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "x86 feature", await workshop.RunAsync("readelf", "-nW", Workshop.Slim(await workshop.ArchiveAsync("none.a", one, two, three))),
            StringComparison.Ordinal);
    }

    /// <summary>
    /// On musl names that look like glibc's are the system's too; libgcc has a constructor of its own for arm64's atomics.
    /// </summary>
    [Fact]
    public async Task Names_of_the_system_stay_undefined()
    {
        using var workshop = new Workshop(Toolchain.Arm64);
        var libgcc = await workshop.RunAsync("aarch64-linux-gnu-gcc", "-print-libgcc-file-name");
        await workshop.RunAsync("llvm-ar", "x", libgcc, "lse-init.o", "ldadd_4_4.o");
        var code = await workshop.CompileAsync(
            "code.c",
            "int statx(int, const char *, int, unsigned, void *); static int n;\n"
            + "int lib_f(void) { __atomic_fetch_add(&n, 1, 4); char b[256]; return n + (statx(-1, \"/\", 0, 0, b) ? 0 : 1); }",
            "-moutline-atomics");
        var slimmed = Workshop.Slim(await workshop.ArchiveAsync("lib.a", code, workshop["lse-init.o"], workshop["ldadd_4_4.o"]));
        Assert.Equal(["lib_f"], await workshop.DefinedAsync(slimmed));
        Assert.Equal(["__getauxval", "statx"], await workshop.UndefinedAsync(slimmed));
        Assert.Contains(".init_array", await workshop.SectionsAsync(slimmed), StringComparison.Ordinal);
        Assert.Equal(
            "2",
            await workshop.LinkAndRunAsync(
                "#include <stdio.h>\nint lib_f(void); int main(void) { printf(\"%d\", lib_f()); return 0; }", [slimmed]));
    }

    [Fact]
    public async Task A_library_for_musl()
    {
        using var workshop = new Workshop(Toolchain.Musl);
        var slimmed = Workshop.Slim(
            await workshop.LibraryAsync(
                "lib.a",
                (
                    "one.c",
                    "#include <stdlib.h>\nstatic _Thread_local int t = 4; int *own(void);\n"
                + "int lib_f(void) { int *p = own(); int n = *p + t++; free(p); return n; }",
                    []),
                ("two.c", "#include <stdlib.h>\nint *own(void) { int *p = malloc(4); *p = 5; return p; }", [])));
        Assert.Equal(["lib_f"], await workshop.DefinedAsync(slimmed));
        Assert.Equal(
            "9 10",
            await workshop.LinkAndRunAsync(
                "#include <stdio.h>\nint lib_f(void); int main(void) { int a = lib_f(); printf(\"%d %d\", a, lib_f()); return 0; }",
                [slimmed]));
    }
}
