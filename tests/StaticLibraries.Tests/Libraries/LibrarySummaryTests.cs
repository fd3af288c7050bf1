using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

public sealed class LibrarySummaryTests(CompiledObjects objects)
{
    private const string Gnu = "x86_64-unknown-linux-gnu";

    [Fact]
    public async Task Glibc_shows_in_what_its_headers_and_Rusts_std_refer_to()
    {
        objects.Write(
            "locale.c",
            "#include <ctype.h>\n#include <stdio.h>\n#include <gnu/libc-version.h>\n"u8
            + "const char *v(void) { return gnu_get_libc_version(); } int e(void) { return isalpha(3); }"u8);
        await objects.Run("clang", "-O2", "-c", "locale.c", "-o", "locale.o");
        Assert.Equal(("x86_64-unknown-linux-gnu", "gnu"), Of("locale.o"));
    }

    [Fact]
    public async Task Musl_shows_in_the_members_of_its_C_library()
    {
        Assert.SkipUnless(File.Exists("/usr/lib/x86_64-linux-musl/libc.a"), "musl's libc.a is not here: apt-get install musl-dev");
        File.Copy("/usr/lib/x86_64-linux-musl/libc.a", objects["with-libc.a"], true);
        await objects.Run("llvm-ar", "rcs", "with-libc.a", $"code-{Gnu}.o");
        Assert.Equal(("x86_64-unknown-linux-musl", "musl"), Of("with-libc.a"));
    }

    [Fact]
    public void An_object_that_says_nothing_is_not_guessed()
    {
        using var library = StaticLibrary.Open(objects.ArchiveFor("aarch64-unknown-linux-musl"));
        var identity = library.Summarize().Identity;
        Assert.Equal(["aarch64"], identity.Machines.Select(machine => machine.Value));
        Assert.Empty(identity.Systems);
        Assert.Empty(identity.Environments);
        Assert.Null(identity.Target);
    }

    [Theory]
    [InlineData("x86_64-apple-macosx10.12", "x86_64-apple-darwin")]
    [InlineData("arm64-apple-macosx11.0", "aarch64-apple-darwin")]
    [InlineData("arm64-apple-ios14.0", "aarch64-apple-ios")]
    [InlineData("arm64-apple-ios14.0-simulator", "aarch64-apple-ios-sim")]
    [InlineData("x86_64-apple-ios14.0-macabi", "x86_64-apple-ios-macabi")]
    [InlineData("x86_64-unknown-freebsd", "x86_64-unknown-freebsd")]
    public void Mach_O_and_BSD_name_their_system(string clang, string target)
    {
        using var library = StaticLibrary.Open(objects.ArchiveFor(clang));
        Assert.Equal(target, library.Summarize().Identity.Target);
    }

    [Theory]
    [InlineData("MultiThreaded", "/MT")]
    [InlineData("MultiThreadedDLL", "/MD")]
    [InlineData("MultiThreadedDebug", "/MTd")]
    [InlineData("MultiThreadedDebugDLL", "/MDd")]
    public async Task The_C_runtimes_flavour_is_in_the_directives(string library, string flavour)
    {
        var option = flavour;
        objects.Write("crt.c", "int f(double x) { return (int)x; }"u8);
        await objects.Run(
            "clang", "--driver-mode=cl", "--target=x86_64-pc-windows-msvc", option, "/c", "/Focrt" + library + ".obj", "--", "crt.c");
        using var opened = StaticLibrary.Open(objects["crt" + library + ".obj"]);
        var summary = opened.Summarize();
        Assert.Equal([flavour], summary.Directives.Runtimes.Keys);
        Assert.Contains("oldnames", summary.Directives.DefaultLibraries);
        Assert.Equal("x86_64-pc-windows-msvc", summary.Identity.Target);
    }

    [Fact]
    public async Task Mingw_shows_in_what_its_compiler_refers_to()
    {
        objects.Write("stack.c", "void use(char *); void f(void) { char big[100000]; use(big); }"u8);
        await objects.Run("clang", "--target=x86_64-pc-windows-gnu", "-c", "stack.c", "-o", "stack.o");
        Assert.Equal(("x86_64-pc-windows-gnu", "gnu"), Of("stack.o"));
    }

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu", "-O2")]
    [InlineData("x86_64-unknown-linux-gnu", "-O2 -fcf-protection")]
    [InlineData("aarch64-unknown-linux-gnu", "-O2")]
    [InlineData("x86_64-apple-macosx10.12", "-O2")]
    [InlineData("arm64-apple-macosx11.0", "-O2")]
    [InlineData("x86_64-pc-windows-msvc", "-O2")]
    [InlineData("aarch64-pc-windows-msvc", "-O2")]
    public async Task UniFFIs_constants_are_read_from_the_code(string target, string options)
    {
        objects.Write("uniffi.c", """
            unsigned ffi_demo_uniffi_contract_version(void) { return 29; }
            unsigned short uniffi_demo_checksum_func_add(void) { return 54321; }
            unsigned short uniffi_demo_checksum_func_zero(void) { return 0; }
            unsigned short other(void);
            unsigned short uniffi_demo_checksum_func_called(void) { return other() + 1; }
            """u8);
        await objects.Run("clang", ["--target=" + target, .. options.Split(' '), "-c", "uniffi.c", "-o", "uniffi.o"]);
        using var library = StaticLibrary.Open(objects["uniffi.o"]);
        var uniffi = library.Summarize().Uniffi;
        Assert.Equal(new Dictionary<string, int?> { ["demo"] = 29 }, uniffi.Versions);
        Assert.Equal(
            new Dictionary<string, int?>
            {
                ["uniffi_demo_checksum_func_add"] = 54321,
                ["uniffi_demo_checksum_func_called"] = null,
                ["uniffi_demo_checksum_func_zero"] = 0,
            },
            uniffi.Checksums);
    }

    [Fact]
    public void Exports_say_their_kind_and_binding_and_members_what_their_bytes_are_for()
    {
        using var library = StaticLibrary.Open(objects.ArchiveFor(Gnu));
        var summary = library.Summarize();
        var exports = summary.Exports.Symbols.ToDictionary(symbol => symbol.Name, symbol => (symbol.Kind, symbol.Binding));
        Assert.Equal((SymbolKind.Func, SymbolBinding.Global), exports["exported_function"]);
        Assert.Equal((SymbolKind.Func, SymbolBinding.Weak), exports["weak_function"]);
        Assert.Equal((SymbolKind.Tls, SymbolBinding.Global), exports["thread_data"]);
        Assert.Equal(
            4, summary.Members.Single(member => member.Name.StartsWith("tls", StringComparison.Ordinal)).Sections[SectionKind.ThreadLocal]);
        Assert.True(summary.Members[0].Sections[SectionKind.Debug] > 100);
        Assert.Equal(summary.Sections[SectionKind.Code], summary.Members.Sum(member => member.Sections[SectionKind.Code]));
    }

    private (string?, string) Of(string name)
    {
        using var library = StaticLibrary.Open(objects[name]);
        var identity = library.Summarize().Identity;
        Assert.All(identity.Environments, evidence => Assert.True(evidence.Because.Length > 10));
        return (identity.Target, identity.Environments.Single().Value);
    }
}
