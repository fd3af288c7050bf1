using StaticLibraries.Slimming;

namespace Slimmer.Tests.Coff;

/// <summary>What clang writes for Microsoft's ABI, slimmed and linked as NativeAOT links.</summary>
public sealed class Libraries_for_Microsofts_linkers
{
    private const string Once = """
        int printf(const char *, ...), fflush(void *), nasty(int *);
        static void show(int n, int *out) { for (int i = 0; i < n; i++) printf("%d ", out[i]); printf("|"); }
        int main(void) { int out[10]; show(nasty(out), out); show(nasty(out), out); fflush(0); return 0; }
        """;

    private const string Twice = """
        int printf(const char *, ...), fflush(void *), nasty(int *), nasty_b(int *);
        static void show(int n, int *out) { for (int i = 0; i < n; i++) printf("%d ", out[i]); printf("|"); }
        int main(void) { int out[10]; show(nasty(out), out); show(nasty_b(out), out); show(nasty(out), out); fflush(0); return 0; }
        """;

    private static readonly string[] s_options = ["/opt:noref,noicf", "/opt:ref,noicf", "/opt:ref,icf"];

    [Fact]
    public async Task A_program_gives_the_answers_that_it_gave_alone_and_with_another_of_its_kind()
    {
        using var workshop = new CoffWorkshop();
        var (library, other) =
            (await NastyAsync(workshop, CoffWorkshop.Microsofts, "nasty"),
                await NastyAsync(workshop, CoffWorkshop.Microsofts, "nasty_b"));
        var (stripped, slimmed, slimmedOther) =
            (CoffWorkshop.Slim(library, "nasty", SlimMode.Strip).Output, CoffWorkshop.Slim(library, "nasty").Output,
                CoffWorkshop.Slim(other, "nasty_b", suffix: "pack_b").Output);
        Assert.Equal(["included_pack_a", "nasty"], await workshop.DefinedAsync(slimmed));
        const string one = "6 19 44 33 6 71 11 6 1 3 |", two = "9 22 44 33 6 72 11 6 2 3 |";
        foreach (var option in s_options)
        {
            Assert.Equal(one + two, await workshop.WineAsync(await workshop.LinkAsync(Once, [library], option)));
            Assert.Equal(one + two, await workshop.WineAsync(await workshop.LinkAsync(Once, [stripped], option)));
            Assert.Equal(one + two, await workshop.WineAsync(await workshop.LinkAsync(Once, [slimmed], option)));
            Assert.Equal(one + one + two, await workshop.WineAsync(await workshop.LinkAsync(Twice, [slimmed, slimmedOther], option)));
        }
    }

    [Theory]
    [InlineData(CoffWorkshop.Microsofts)]
    [InlineData(CoffWorkshop.Arms)]
    public async Task An_image_has_sections_of_the_same_sizes(string target)
    {
        using var workshop = new CoffWorkshop();
        var library = await NastyAsync(workshop, target, "nasty");
        var (stripped, slimmed) =
            (CoffWorkshop.Slim(library, "nasty", SlimMode.Strip).Output, CoffWorkshop.Slim(library, "nasty").Output);
        // Bitcode is loaded into memory with a program, and nothing reads it there.
        var image = (await ImageAsync(workshop, target, library)).Where(section => section.Key is not (".llvmbc" or ".llvmcmd"))
            .ToDictionary();
        Assert.Equal(image, await ImageAsync(workshop, target, stripped));
        var other = await ImageAsync(workshop, target, slimmed);
        Assert.Equal(image.Keys.Order(), other.Keys.Order());
        // Room for alignment is all that differs.
        foreach (var (name, size) in image) Assert.InRange(other[name], size - 32, size + 32);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes()
    {
        using var workshop = new CoffWorkshop();
        var library = await NastyAsync(workshop, CoffWorkshop.Microsofts, "nasty");
        var first = await File.ReadAllBytesAsync(CoffWorkshop.Slim(library, "nasty").Output, TestContext.Current.CancellationToken);
        Assert.Equal(first, await File.ReadAllBytesAsync(CoffWorkshop.Slim(library, "nasty").Output,
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Exceptions_cross_members_and_are_caught()
    {
        using var workshop = new CoffWorkshop();
        string[] flags = ["-fexceptions", "-fcxx-exceptions"];
        var library = await workshop.ArchiveAsync(
            "lib.lib",
            await workshop.CompileAsync(CoffWorkshop.Microsofts, "thrower.cpp",
                "void thrower(int x) { if (x == 1) throw 7; if (x == 2) throw 2.5; }", flags),
            await workshop.CompileAsync(CoffWorkshop.Microsofts, "catcher.cpp",
                """
                void thrower(int);
                struct Guard { int &n; ~Guard() { n += 100; } };
                extern "C" int lib_catch(int x) {
                  int n = 0;
                  try { Guard guard{n}; thrower(x); } catch (int v) { n += v; } catch (...) { n += 1000; }
                  return n;
                }
                """, flags));
        var main = CoffWorkshop.ProgramThatPrints("lib_catch(int);", "%d %d %d", "lib_catch(0), lib_catch(1), lib_catch(2)");
        foreach (var option in s_options)
        {
            Assert.Equal("100 107 1100", await workshop.WineAsync(await workshop.LinkAsync(main, [library], option)));
            Assert.Equal("100 107 1100",
                await workshop.WineAsync(await workshop.LinkAsync(main, [CoffWorkshop.Slim(library).Output], option)));
        }
    }

    /// <summary>.gfids$y holds numbers of symbols, which are others afterwards.</summary>
    [Theory]
    [InlineData(SlimMode.Strip)]
    [InlineData(SlimMode.Full)]
    public async Task The_table_for_control_flow_guard_lists_the_function_that_it_listed(SlimMode mode)
    {
        const string code = """
            .set @feat.00, 0x800
            .globl @feat.00
            .section .debug$S,"dr"
            .long 4
            .text
            .globl lib_call
            .def lib_call; .scl 2; .type 32; .endef
            lib_call: leaq f1(%rip), %rax
            retq
            .def f0; .scl 3; .type 32; .endef
            f0: nop
            retq
            .def f1; .scl 3; .type 32; .endef
            f1: movl $1, %eax
            retq
            .section .gfids$y,"dr"
            .symidx f1
            """;
        using var workshop = new CoffWorkshop();
        var slimmed = CoffWorkshop.Slim(await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib", ("guard.s", code)),
            mode: mode).Output;
        await workshop.RunAsync("llvm-ar", "x", slimmed);
        Assert.Contains("f1", await GuardedAsync(workshop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_imported_stays_as_it_is()
    {
        using var workshop = new CoffWorkshop();
        await workshop.ImportAsync("kernel32.dll", "GetTickCount", "Sleep");
        var member = await workshop.CompileAsync(CoffWorkshop.Microsofts, "user.c",
            "__declspec(dllimport) unsigned GetTickCount(void); int lib_ticks(void) { return GetTickCount() != 0; }", "-g", "-gcodeview");
        await workshop.RunAsync("llvm-ar", "rcsD", "kernel32.dll.lib", member);
        var slimmed = CoffWorkshop.Slim(workshop["kernel32.dll.lib"]);
        Assert.Equal(["GetTickCount", "__imp_GetTickCount", "lib_ticks"],
            (await workshop.DefinedAsync(slimmed.Output)).Where(name => !name.Contains("kernel32", StringComparison.Ordinal)
                && !name.Contains("NULL", StringComparison.Ordinal)));
        var main = CoffWorkshop.ProgramThatPrints("lib_ticks(void);", "%d", "lib_ticks()");
        File.Delete(workshop["kernel32.dll.lib"]);
        Assert.Equal("1", await workshop.WineAsync(await workshop.LinkAsync(main, [slimmed.Output])));
    }

    /// <summary>What was compiled to import a function that is in the library after all.</summary>
    [Fact]
    public async Task Pointers_to_imports_of_the_librarys_own()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(
            CoffWorkshop.Microsofts, "lib.lib",
            ("user.c", "__declspec(dllimport) int own(int), own_data; int lib_call(void) { return own(2) + own_data; }"),
            ("owner.c", "int own(int x) { return x * 21; } int own_data = 8;"));
        var slimmed = CoffWorkshop.Slim(library).Output;
        Assert.Empty(await workshop.UndefinedAsync(slimmed));
        var main = CoffWorkshop.ProgramThatPrints("lib_call(void);", "%d", "lib_call()");
        foreach (var option in s_options) Assert.Equal("50", await workshop.WineAsync(await workshop.LinkAsync(main, [slimmed], option)));
    }

    /// <summary>A table between sections whose names sort before and after those of its elements is the library's own.</summary>
    [Fact]
    public async Task Tables_by_sections_that_sort()
    {
        const string code = """
            #pragma section("parts$a", read)
            #pragma section("parts$b", read)
            #pragma section("parts$c", read)
            __declspec(allocate("parts$a")) const int parts_start = -1; __declspec(allocate("parts$c")) const int parts_end = -1;
            __declspec(allocate("parts$b")) const int part1 = 1; __declspec(allocate("parts$b")) const int part2 = 20;
            int EXPORT(void) { int sum = 0; for (const int *one = &parts_start + 1; one < &parts_end; one++) sum += *one; return sum; }
            """;
        using var workshop = new CoffWorkshop();
        var one = await workshop.ArchiveAsync("a.lib",
            await workshop.CompileAsync(CoffWorkshop.Microsofts, "a.c", code, "-DEXPORT=lib_a"));
        var two = await workshop.ArchiveAsync("b.lib",
            await workshop.CompileAsync(CoffWorkshop.Microsofts, "b.c", code, "-DEXPORT=lib_b"));
        var main = CoffWorkshop.ProgramThatPrints("lib_a(void), lib_b(void);", "%d %d", "lib_a(), lib_b()");
        var program = await workshop.LinkAsync(main, [CoffWorkshop.Slim(one).Output, CoffWorkshop.Slim(two, suffix: "pack_b").Output]);
        Assert.Equal("21 21", await workshop.WineAsync(program));
    }

    /// <summary>A program's own zlib does not meet the library's, although an export's member has it.</summary>
    [Fact]
    public async Task Names_that_a_program_has_too()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib",
            ("zlib.c", """
            int crc32(int x) { return x + 1; }
            int inflate(int x) { return crc32(x) + 1; }
            int lib_inflate(int x) { return inflate(x); }
            """));
        const string own = "lib_inflate(int); int crc32(int x) { return -x; } int inflate(int x) { return crc32(x); }";
        var main = CoffWorkshop.ProgramThatPrints(own, "%d %d", "lib_inflate(1), inflate(1)");
        Assert.Equal("3 -1", await workshop.WineAsync(await workshop.LinkAsync(main, [CoffWorkshop.Slim(library).Output])));
    }

    [Fact]
    public async Task What_directives_export_keeps_its_name_there_alone()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib",
            ("exporter.c", "__declspec(dllexport) int plugin(void) { return 5; } int lib_f(void) { return plugin() + 1; }"));
        var slimmed = CoffWorkshop.Slim(library).Output;
        Assert.Equal(["lib_f", "plugin_pack_a"], await workshop.DefinedAsync(slimmed));
        var program = await workshop.LinkAsync(CoffWorkshop.ProgramThatPrints("lib_f(void);", "%d", "lib_f()"), [slimmed]);
        Assert.Contains("Name: plugin\n", await workshop.RunAsync("llvm-readobj", "--coff-exports", program), StringComparison.Ordinal);
        Assert.Equal("6", await workshop.WineAsync(program));
    }

    /// <summary>Debugging data names it, and nothing else in the member does.</summary>
    [Theory]
    [InlineData(SlimMode.Strip)]
    [InlineData(SlimMode.Full)]
    public async Task Weak_definitions(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var member = await workshop.CompileAsync(CoffWorkshop.Microsofts, "weak.c",
            "__attribute__((weak)) int lib_weak(void) { return 7; }", "-g", "-gcodeview");
        var slimmed = CoffWorkshop.Slim(await workshop.ArchiveAsync("lib.lib", member), mode: mode).Output;
        var program = await workshop.LinkAsync(CoffWorkshop.ProgramThatPrints("lib_weak(void);", "%d", "lib_weak()"), [slimmed]);
        Assert.Equal("7", await workshop.WineAsync(program));
    }

    /// <summary>For arm64 an entry of .pdata may say all; its .xdata is there, and empty.</summary>
    [Fact]
    public async Task Unwind_data_without_contents()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Arms, "lib.lib",
            ("frame.c", "int other(void); int lib_f(void) { return other() + 1; } int dead(void) { return other() + 2; }"));
        var slimmed = CoffWorkshop.Slim(library).Output;
        Assert.Equal(["lib_f"], await workshop.DefinedAsync(slimmed));
        Assert.Equal(8, (await workshop.SectionsAsync(slimmed))[".pdata"]);
    }

    private static async Task<string> NastyAsync(CoffWorkshop workshop, string target, string export)
    {
        string[] flags = ["-g", "-gcodeview", "-fno-exceptions", "-Xclang", "-cfguard", $"-Dnasty={export}"];
        return await workshop.ArchiveAsync(
            export + ".lib",
            await workshop.CompileAsync(target, "coff/one.cpp", null, [.. flags, "-Xclang", "-fembed-bitcode=all"]),
            await workshop.CompileAsync(target, "coff/two.cpp", null, flags),
            await workshop.CompileAsync(target, "coff/flag.c", null, flags),
            await workshop.CompileAsync(target, "coff/included.c", null, flags));
    }

    private static async Task<IReadOnlyDictionary<string, int>> ImageAsync(CoffWorkshop workshop, string target, string library)
    {
        var program = await workshop.CompileAsync(target, "main.c",
            """
            int nasty(int *);
            unsigned _tls_index, _tls_used, __guard_dispatch_icall_fptr, __guard_check_icall_fptr;
            int main(void) { int out[10]; return nasty(out); }
            """);
        await workshop.RunAsync("lld-link", "/nodefaultlib", "/subsystem:console", "/entry:main", "/force:unresolved", "/opt:ref,noicf",
            "/out:image.exe", program, library);
        return await workshop.SectionsAsync(workshop["image.exe"]);
    }

    private static async Task<string> GuardedAsync(CoffWorkshop workshop)
    {
        var table = await workshop.RunAsync("llvm-readobj", "--section-data", "--sections", "guard.o");
        var bytes = table[table.IndexOf(".gfids", StringComparison.Ordinal)..];
        var number = Convert.ToInt32(bytes[(bytes.IndexOf("0000: ", StringComparison.Ordinal) + 6)..][..2], 16);
        var symbols = (await workshop.RunAsync("llvm-objdump", "-t", "guard.o")).Split('\n');
        return symbols.Single(line => line.StartsWith($"[{number,2}]", StringComparison.Ordinal));
    }
}
