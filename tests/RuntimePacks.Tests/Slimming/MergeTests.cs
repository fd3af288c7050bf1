using RuntimePacks.Slimming;

namespace RuntimePacks.Tests.Slimming;

/// <summary>What no export reaches, in libraries for macOS and Windows.</summary>
public sealed class MergeTests
{
    private const string Export = "int used(void); int ffi_demo(void) { return used(); }";
    private const string Unused = "int unused_data = 1; int unused(void) { return unused_data; }";

    public static TheoryData<string, string, string> Formats => new()
    {
        { "x86_64-apple-macosx10.12", "x86_64-apple-darwin", "darwin" },
        { "arm64-apple-macosx11.0", "aarch64-apple-darwin", "darwin" },
        { "x86_64-pc-windows-msvc", "x86_64-pc-windows-msvc", "gnu" },
        { "aarch64-pc-windows-msvc", "aarch64-pc-windows-msvc", "gnu" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_exports_reach_stays_in_one_object_that_shows_the_exports_alone(string clang, string target, string flavour)
    {
        using var shop = new Workshop(target);
        (string Name, string Code)[] members =
        [
            ("export", Export),
            ("unused", Unused),
            ("used", "extern int common; int twice(void); int used(void) { return common + twice(); }"),
            ("common", "int common;"),
            ("twice", "__attribute__((weak)) int twice(void) { return 1; } int unused_beside = 1;"),
        ];
        foreach (var (name, code) in members) await shop.CompileAsync(name, code, "--target=" + clang, "-fcommon");
        await shop.RunAsync("llvm-ar", ["--format=" + flavour, "rcsD", "lib.a", .. members.Select(member => member.Name + ".o")]);

        var slimmed = await shop.SlimAsync(shop["lib.a"], "ffi_*");
        Assert.Equal(["merge"], slimmed.Steps);
        Assert.Single(await shop.MembersAsync(slimmed.Path));
        Assert.DoesNotContain(await shop.NamesAsync(slimmed.Path), name => name.Contains("unused_data", StringComparison.Ordinal));
        var visible = await shop.NamesAsync(slimmed.Path, "--defined-only", "--extern-only");
        Assert.Equal(
            [target.Contains("apple", StringComparison.Ordinal) ? "_ffi_demo" : "ffi_demo"],
            visible.Where(name => !name.Contains("_Demo_", StringComparison.Ordinal)));
        Assert.Contains(shop.Said, line => line.Contains("4 of 5 members", StringComparison.Ordinal));
        if (target.EndsWith("msvc", StringComparison.Ordinal))
        {
            await shop.RunAsync(
                Workshop.Tool("lld-link"), target[0] == 'a' ? "/machine:arm64" : "/machine:x64", "/dll", "/noentry", "/nodefaultlib",
                "/export:ffi_demo", "/out:demo.dll", slimmed.Path);
        }
    }

    [Theory]
    [InlineData("x86_64-pc-windows-msvc")]
    [InlineData("aarch64-pc-windows-msvc")]
    public async Task A_library_for_MSVC_links_after_its_debugging_data_was_taken_out_and_its_symbols_have_other_numbers(string target)
    {
        using var shop = new Workshop(target);
        await shop.CompileAsync(
            "export",
            "int from_system(void); int ffi_demo(int i) { int (*volatile chosen)(void) = from_system; return chosen() + i; }", "-g", "-O2",
            "-ffunction-sections");
        await shop.RunAsync("llvm-ar", "rcsD", "lib.a", "export.o");
        var slimmed = await shop.SlimAsync(shop["lib.a"], "ffi_*"); // which links it
        Assert.DoesNotContain("Name: .debug", await shop.RunAsync("llvm-readobj", "--sections", slimmed.Path));
    }

    [Fact]
    public async Task A_symbol_that_a_linker_directive_names_is_referred_to()
    {
        using var shop = new Workshop("x86_64-pc-windows-msvc");
        var library = await shop.ArchiveAsync("gnu",
            ("export", """
                #pragma comment(linker, "/INCLUDE:by_directive")
                #pragma comment(linker, "/alternatename:ffi_maybe=by_alternative")
                int ffi_demo(void) { return 1; }
                """),
            ("by_directive", "int by_directive = 1;"), ("by_alternative", "int by_alternative = 1;"), ("unused", Unused));
        var slimmed = await shop.SlimAsync(library, "ffi_*");
        Assert.Contains(await shop.NamesAsync(slimmed.Path), name => name.StartsWith("by_directive", StringComparison.Ordinal));
        Assert.DoesNotContain("unused", await shop.NamesAsync(slimmed.Path));
    }

    [Fact]
    public async Task Imports_that_are_referred_to_stay_with_the_descriptor_of_their_DLL()
    {
        using var shop = new Workshop("x86_64-pc-windows-msvc");
        shop.Write("other.def", "LIBRARY other.dll\nEXPORTS\n  wanted\n  not_wanted\n");
        await shop.RunAsync("llvm-dlltool", "-m", "i386:x86-64", "-d", "other.def", "-l", "other.lib");
        await shop.CompileAsync("export", "__declspec(dllimport) int wanted(void); int ffi_demo(void) { return wanted(); }");
        await shop.CompileAsync("unused", Unused);
        await shop.RunAsync("llvm-ar", "--format=gnu", "rcsD", "lib.a", "export.o", "unused.o");
        shop.Write("merge.mri", "CREATE both.a\nADDLIB lib.a\nADDLIB other.lib\nSAVE\nEND\n");
        await shop.RunAsync("sh", "-c", "llvm-ar -M < merge.mri");

        var slimmed = await shop.SlimAsync(shop["both.a"], "ffi_*");
        var names = await shop.NamesAsync(slimmed.Path, "--defined-only");
        Assert.Superset(
            new HashSet<string> { "ffi_demo", "__imp_wanted", "__IMPORT_DESCRIPTOR_other", "__NULL_IMPORT_DESCRIPTOR" },
            names.ToHashSet());
        Assert.DoesNotContain("__imp_not_wanted", names);
        Assert.DoesNotContain("unused", names);
    }

    [Fact]
    public async Task A_member_that_is_no_machine_code_yet_is_refused_by_its_name()
    {
        using var shop = new Workshop("x86_64-apple-darwin");
        await shop.CompileAsync("export", Export);
        await shop.CompileAsync("bitcode", "int used(void) { return 1; }", "-flto");
        await shop.RunAsync("llvm-ar", "--format=darwin", "rcsD", "lib.a", "export.o", "bitcode.o");
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => shop.SlimAsync(shop["lib.a"], "ffi_*"));
        Assert.All(
            ["lib-x86_64-apple-darwin.zip", "bitcode.o", "LLVM bitcode", "-flto", "--slim none"],
            words => Assert.Contains(words, refused.Message));
    }
}
