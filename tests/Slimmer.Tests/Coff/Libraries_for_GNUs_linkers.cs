using StaticLibraries.Slimming;

namespace Slimmer.Tests.Coff;

/// <summary>What GCC and clang write for mingw-w64, slimmed and linked by GNU's linker.</summary>
public sealed class Libraries_for_GNUs_linkers
{
    private const string Once =
        """
        #include <stdio.h>
        int nasty(char *, int);
        int main(void) { char b[500]; nasty(b, 500); puts(b); nasty(b, 500); puts(b); return 0; }
        """;

    private const string Twice =
        """
        #include <stdio.h>
        int nasty(char *, int), nasty_b(char *, int);
        int main(void) { char b[500]; nasty(b, 500); puts(b); nasty_b(b, 500); puts(b); nasty(b, 500); puts(b); return 0; }
        """;

    private static readonly string[] s_options = ["-Wl,--no-gc-sections", "-Wl,--gc-sections"];

    [Theory]
    [InlineData("-fno-function-sections")]
    [InlineData("-ffunction-sections")]
    public async Task A_program_gives_the_answers_that_it_gave_alone_and_with_another_of_its_kind(string sections)
    {
        using var workshop = new CoffWorkshop();
        var (library, other) = (await NastyAsync(workshop, "nasty", sections), await NastyAsync(workshop, "nasty_b", sections));
        var slimmed = CoffWorkshop.Slim(library, "nasty").Output;
        // What a weak reference falls back to has to be found, as compilers write it.
        var defined = (await workshop.DefinedAsync(slimmed)).ToLookup(name => name.StartsWith(".refptr.", StringComparison.Ordinal));
        Assert.Equal([".weak._ZTH4tlsv_pack_a", "nasty"], defined[false]);
        // Data of GCC's own libraries may be imported.
        Assert.Subset(
            (await workshop.UndefinedAsync(slimmed)).ToHashSet(), defined[true].Select(name => name[".refptr.".Length..]).ToHashSet());
        var lines = (await workshop.WineAsync(await workshop.LinkWithGccAsync(Once, [library], s_options[0]))).Split('\n');
        Assert.Contains("caught 1017", lines[1], StringComparison.Ordinal);
        var (stripped, slimmedOther) =
            (CoffWorkshop.Slim(library, "nasty", SlimMode.Strip).Output, CoffWorkshop.Slim(other, "nasty_b", suffix: "pack_b").Output);
        foreach (var option in s_options)
        {
            Assert.Equal(lines, (await workshop.WineAsync(await workshop.LinkWithGccAsync(Once, [slimmed], option))).Split('\n'));
            Assert.Equal(lines, (await workshop.WineAsync(await workshop.LinkWithGccAsync(Once, [stripped], option))).Split('\n'));
            Assert.Equal([lines[0], lines[0], lines[1], lines[1], lines[2]],
                (await workshop.WineAsync(await workshop.LinkWithGccAsync(Twice, [slimmed, slimmedOther], option))).Split('\n'));
        }
    }

    /// <summary>Room that has no place yet: the largest of one name counts, and the strictest alignment.</summary>
    [Fact]
    public async Task Common_symbols()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.ArchiveAsync(
            "lib.a",
            await workshop.CompileWithGccAsync("one.c",
                "int shared[2]; int *lib_counter(void) { return &shared[1]; } int touch(void); int lib_touch(void) { return touch(); }",
                    "-fcommon"),
            await workshop.CompileWithGccAsync("two.c",
                """
                _Alignas(64) int shared[9]; int lib_common;
                int touch(void) { lib_common++; return ++shared[1] + (int)((unsigned long long)shared % 64); }
                """, "-fcommon"));
        var slimmed = CoffWorkshop.Slim(library).Output;
        Assert.Equal(["lib_common", "lib_counter", "lib_touch"], await workshop.DefinedAsync(slimmed));
        const string declarations = "*lib_counter(void), lib_touch(void), second; extern int lib_common; char shared[8] = \"program\";";
        var main = CoffWorkshop.ProgramThatPrints(declarations, "%d %s",
            "(lib_touch(), second = lib_touch(), second * 100 + *lib_counter() * 10 + lib_common), shared");
        Assert.Equal("222 program", await workshop.WineAsync(await workshop.LinkWithGccAsync(main, [slimmed])));
    }

    /// <summary>
    /// Data that may be in a DLL is reached by a pointer of a name that linkers look for; data of the library's own is not.
    /// </summary>
    [Fact]
    public async Task Pointers_to_data_that_may_be_imported()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.ArchiveAsync(
            "lib.a",
            await workshop.CompileWithGccAsync("user.c", "extern int own, elsewhere; int lib_sum(void) { return own + elsewhere; }"),
            await workshop.CompileWithGccAsync("owner.c",
                "extern int elsewhere; int own = 2; int lib_other(void) { return elsewhere; }"));
        Assert.Contains(".refptr.own", await workshop.DefinedAsync(library));
        var slimmed = CoffWorkshop.Slim(library).Output;
        Assert.Equal([".refptr.elsewhere", "lib_other", "lib_sum"], await workshop.DefinedAsync(slimmed));
        var main = CoffWorkshop.ProgramThatPrints(
            "own = 1000, elsewhere = 40, lib_sum(void), lib_other(void);", "%d %d", "lib_sum(), lib_other()");
        Assert.Equal("42 40", await workshop.WineAsync(await workshop.LinkWithGccAsync(main, [slimmed])));
    }

    /// <summary>A function in two members has its jump table in each; a linker takes the function of one.</summary>
    [Fact]
    public async Task Jump_tables_of_functions_that_two_members_have()
    {
        const string code = """
            inline __attribute__((noinline)) int pick(int x) {
              switch (x) {
                case 0: return 7; case 1: return 3; case 2: return 9; case 3: return 4; case 4: return 12; case 5: return 1;
                case 6: return x * 77; default: return 2;
              }
            }
            """;
        using var workshop = new CoffWorkshop();
        var library = await workshop.ArchiveAsync(
            "lib.a",
            await workshop.CompileWithGccAsync("one.cpp",
                code + "int more(int); extern \"C\" int lib_pick(int x) { return pick(x) * 100 + more(x); }", "-O2",
                    "-fno-tree-switch-conversion"),
            await workshop.CompileWithGccAsync("two.cpp", code + "int more(int x) { return pick(x + 1); }", "-O2",
                "-fno-tree-switch-conversion"));
        var main = CoffWorkshop.ProgramThatPrints("lib_pick(int);", "%d %d %d %d %d",
            "lib_pick(0), lib_pick(1), lib_pick(2), lib_pick(3), lib_pick(4)");
        var before = await workshop.WineAsync(await workshop.LinkWithGccAsync(main, [library]));
        Assert.StartsWith("703 309 904 412 1201", before, StringComparison.Ordinal);
        Assert.Equal(before, await workshop.WineAsync(await workshop.LinkWithGccAsync(main, [CoffWorkshop.Slim(library).Output])));
    }

    /// <summary>What nothing defines is absent, with both compilers' ways to say so.</summary>
    [Fact]
    public async Task Weak_references_to_what_is_not_there()
    {
        const string code = """
            int absent(void) __attribute__((weak)), present(void) __attribute__((weak));
            int lib_f(void) { return (absent ? absent() : 1) + (present ? present() : 50); }
            int lib_g(void) { return absent ? 1 : 0; }
            """;
        using var workshop = new CoffWorkshop();
        var main = CoffWorkshop.ProgramThatPrints("lib_f(void), lib_g(void); int present(void) { return 6; }", "%d %d", "lib_f(), lib_g()");
        foreach (var member in (string[])[await workshop.CompileWithGccAsync("gcc.c", code),
            await workshop.CompileAsync(CoffWorkshop.MinGW, "clang.c", code)])
        {
            var library = await workshop.ArchiveAsync("lib.a", member);
            Assert.Equal("7 0", await workshop.WineAsync(await workshop.LinkWithGccAsync(main, [library])));
            Assert.Equal("7 0", await workshop.WineAsync(await workshop.LinkWithGccAsync(main, [CoffWorkshop.Slim(library).Output])));
        }
    }

    /// <summary>GNU's linker tells where the sections of a name begin and end.</summary>
    [Fact]
    public async Task Section_sets_of_two_libraries()
    {
        const string code = """
            extern int __start_parts[], __stop_parts[];
            __attribute__((used, section("parts"))) static int one = 1; __attribute__((used, section("parts"))) static int two = 2;
            int EXPORT(void) { int sum = 0; for (int *part = __start_parts; part < __stop_parts; part++) sum += *part; return sum; }
            """;
        using var workshop = new CoffWorkshop();
        var one = await workshop.ArchiveAsync("a.a", await workshop.CompileWithGccAsync("a.c", code, "-DEXPORT=lib_a"));
        var two = await workshop.ArchiveAsync("b.a", await workshop.CompileWithGccAsync("b.c", code, "-DEXPORT=lib_b"));
        var main = CoffWorkshop.ProgramThatPrints("lib_a(void), lib_b(void);", "%d %d", "lib_a(), lib_b()");
        Assert.Equal("3 3", await workshop.WineAsync(await workshop.LinkWithGccAsync(main,
            [CoffWorkshop.Slim(one).Output, CoffWorkshop.Slim(two, suffix: "pack_b").Output])));
    }

    private static async Task<string> NastyAsync(CoffWorkshop workshop, string export, string sections)
    {
        string[] flags = ["-g", sections, $"-Dnasty={export}"];
        return await workshop.ArchiveAsync(
            $"lib{export}.a",
            await workshop.CompileWithGccAsync("a.cpp", null, [.. flags, "-flto", "-ffat-lto-objects"]),
            await workshop.CompileWithGccAsync("b.cpp", null, flags),
            await workshop.CompileWithGccAsync("c.c", null, [.. flags, "-fcommon"]),
            await workshop.CompileWithGccAsync("d.c", null, flags),
            await workshop.CompileWithGccAsync("n.c", null, flags),
            await workshop.CompileWithGccAsync("u.c", null, flags),
            await workshop.CompileWithGccAsync("asm.c", "int asmfn(int x) { return x + 3; }", flags));
    }
}
