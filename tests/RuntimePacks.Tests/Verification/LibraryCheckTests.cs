using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Releases;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;

namespace RuntimePacks.Tests.Verification;

[Collection<WithCompiledObjects>]
public sealed class LibraryCheckTests(CompiledObjects objects)
{
    private static readonly ExportPatterns s_exports = new() { Required = ["exported_function"] };

    [Theory]
    [
        InlineData(
            "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu",
            "is ELF for x86_64, as are 1 more of its 2 members; expected ELF for aarch64")]
    [InlineData("x86_64-unknown-linux-gnu", "x86_64-apple-darwin", "expected Mach-O for x86_64")]
    [InlineData("x86_64-unknown-freebsd", "x86_64-unknown-linux-gnu", "is ELF for x86_64 (FreeBsd)")]
    [InlineData("arm64-apple-ios14.0", "aarch64-apple-darwin", "is Mach-O for aarch64 (Ios)")]
    [InlineData("arm64-apple-ios14.0-simulator", "aarch64-apple-darwin", "(IosSimulator)")]
    [InlineData("x86_64-apple-ios14.0-macabi", "x86_64-apple-darwin", "(MacCatalyst)")]
    [InlineData("i686-pc-windows-msvc", "x86_64-pc-windows-msvc", "is COFF for i686")]
    public void for_another_machine_or_system(string clang, string target, string words) =>
        Assert.Contains(words, Fault(objects.ArchiveFor(clang), new Platform { Target = target }), StringComparison.Ordinal);

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu")]
    [InlineData("aarch64-unknown-linux-musl")]
    [InlineData("x86_64-pc-windows-msvc")]
    public void but_not_a_right_one(string target) => Assert.Null(Fault(objects.ArchiveFor(target), new Platform { Target = target }));

    [Fact]
    public async Task with_glibc_for_musl_and_the_other_way_round()
    {
        objects.Write(
            "glibc.c",
            "#include <gnu/libc-version.h>\nconst char *v(void) { return gnu_get_libc_version(); } int exported_function(int x) { return x; }"u8);
        await objects.Run("clang", "-O2", "-c", "glibc.c", "-o", "glibc.o");
        await objects.Run("llvm-ar", "rcs", "glibc.a", "glibc.o");
        Assert.Null(Fault(objects["glibc.a"], new Platform { Target = "x86_64-unknown-linux-gnu" }));
        Assert.Contains(
            "is for gnu, since it refers to gnu_get_libc_version",
            Fault(objects["glibc.a"], new Platform { Target = "x86_64-unknown-linux-musl" }), StringComparison.Ordinal);

        Assert.SkipUnless(File.Exists("/usr/lib/x86_64-linux-musl/libc.a"), "musl's libc.a is not here: apt-get install musl-dev");
        File.Copy("/usr/lib/x86_64-linux-musl/libc.a", objects["musl.a"], true);
        await objects.Run("llvm-ar", "rcs", "musl.a", "code-x86_64-unknown-linux-musl.o");
        Assert.Null(Fault(objects["musl.a"], new Platform { Target = "x86_64-unknown-linux-musl" }));
        Assert.Contains(
            "is for musl, since it carries members of musl's own C library",
            Fault(objects["musl.a"], new Platform { Target = "x86_64-unknown-linux-gnu" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task with_mingw_for_msvc()
    {
        objects.Write("frame.c", "void use(char *); int exported_function(int x) { char big[100000]; use(big); return x; }"u8);
        await objects.Run("clang", "--target=x86_64-pc-windows-gnu", "-c", "frame.c", "-o", "frame.o");
        await objects.Run("llvm-ar", "rcs", "frame.a", "frame.o");
        Assert.Contains(
            "is for gnu, since it has ___chkstk_ms", Fault(objects["frame.a"], new Platform { Target = "x86_64-pc-windows-msvc" }),
            StringComparison.Ordinal);
        Assert.Null(Fault(objects["frame.a"], new Platform { Target = "x86_64-pc-windows-gnu" }));
    }

    [Fact]
    public async Task with_bitcode_or_LTCG_in_the_place_of_machine_code()
    {
        await objects.Run("clang", "-flto", "-c", "code.c", "-o", "lto.o");
        await objects.Run("llvm-ar", "rcs", "lto.a", "lto.o", "tls-x86_64-unknown-linux-gnu.o");
        var fault = Fault(objects["lto.a"], new Platform { Target = "x86_64-unknown-linux-gnu" });
        Assert.Contains("(lto.o) is LLVM bitcode for x86_64 (Linux)", fault, StringComparison.Ordinal);
        Assert.Contains("linker-plugin LTO", fault, StringComparison.Ordinal);

        // No compiler here writes it: the header of winnt.h's ANON_OBJECT_HEADER with the class id of /GL.
        objects.Write(
            "gl.obj",
            [
                0, 0, 0xff, 0xff, 1, 0, 0x64, 0x86, 0, 0, 0, 0, 0x38, 0xfe, 0xb3, 0x0c, 0xa5, 0xd9, 0xab, 0x4d, 0xac, 0x9b, 0xd6, 0xb6,
                0x22, 0x26, 0x53, 0xc2, .. new byte[20]]);
        await objects.Run("llvm-ar", "rcS", "gl.lib", "code-x86_64-pc-windows-msvc.o", "gl.obj");
        Assert.Contains(
            "(gl.obj) is COFF without machine code", Fault(objects["gl.lib"], new Platform { Target = "x86_64-pc-windows-msvc" }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64-apple-macosx11.0", "aarch64-apple-darwin", "11.0", null)]
    [InlineData("arm64-apple-macosx13.1", "aarch64-apple-darwin", "11.0", "is built for MacOs 13.1.0; expected 11.0 or older")]
    [InlineData("x86_64-apple-macosx10.12", "x86_64-apple-darwin", "10.12", null)]
    [InlineData("x86_64-apple-macosx10.15", "x86_64-apple-darwin", "10.12", "is built for MacOs 10.15.0; expected 10.12 or older")]
    public async Task for_a_newer_system_than_the_definition_allows(string clang, string target, string limit, string? words)
    {
        await objects.Compile("code", clang);
        await objects.Run("llvm-ar", "rcs", $"limit-{clang}.a", $"code-{clang}.o");
        var fault = Fault(objects[$"limit-{clang}.a"], new Platform { Target = target, DeploymentTarget = limit });
        if (words is null) Assert.Null(fault);
        else Assert.Contains(words, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task with_two_flavours_of_the_C_runtime()
    {
        foreach (var flavour in new[] { "MT", "MD" })
        {
            await objects.Run(
                "clang", "--driver-mode=cl", "--target=x86_64-pc-windows-msvc", "/" + flavour, "/c", $"/Foruntime{flavour}.obj", "--",
                "code.c");
        }

        await objects.Run("llvm-ar", "rcs", "runtimes.lib", "runtimeMT.obj", "runtimeMD.obj");
        Assert.Contains(
            "2 flavours of the C runtime", Fault(objects["runtimes.lib"], new Platform { Target = "x86_64-pc-windows-msvc" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void whose_exports_are_missing() =>
        Assert.Contains(
            "does not define what the definition requires: absent_*",
            LibraryCheck.Fault(
                Summary(objects.ArchiveFor("x86_64-unknown-linux-gnu")), new Platform { Target = "x86_64-unknown-linux-gnu" },
                new ExportPatterns { Required = ["absent_*"] }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("arm64-apple-ios14.0", "aarch64-apple-ios", "aarch64-apple-ios-sim")]
    [InlineData("arm64-apple-ios14.0-simulator", "aarch64-apple-ios-sim", "aarch64-apple-ios")]
    [InlineData("x86_64-apple-ios10.0", "x86_64-apple-ios", "x86_64-apple-ios-macabi")]
    [InlineData("x86_64-apple-ios14.0-macabi", "x86_64-apple-ios-macabi", "x86_64-apple-ios")]
    [InlineData("arm64-apple-macosx11.0", "aarch64-apple-darwin", "aarch64-apple-ios")]
    public void which_is_for_another_of_Apples_systems(string clang, string right, string wrong)
    {
        Assert.Null(Fault(objects.ArchiveFor(clang), new Platform { Target = right }));
        Assert.Contains(
            $"since the asset is for {wrong}", Fault(objects.ArchiveFor(clang), new Platform { Target = wrong }), StringComparison.Ordinal);
    }

    /// <summary>A program could be linked with them; a consumer's shared library could not show them.</summary>
    [Theory]
    [InlineData("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-gnu")]
    [InlineData("arm64-apple-macosx11.0", "aarch64-apple-darwin")]
    public async Task whose_exports_are_hidden(string clang, string target)
    {
        var hidden = await objects.Compile("code", clang, "-fvisibility=hidden");
        await objects.Run("llvm-ar", "rcs", $"hidden-{clang}.a", hidden);
        var fault = Fault(objects[$"hidden-{clang}.a"], new Platform { Target = target });
        Assert.StartsWith(" hides what the definition requires: exported_function; a shared library ", fault, StringComparison.Ordinal);
        Assert.EndsWith("Build it without -fvisibility=hidden, or mark what is to be seen: __attribute__((visibility(\"default\")))",
            fault, StringComparison.Ordinal);
    }

    [Fact]
    public void whose_ABI_is_not_that_of_the_other_targets()
    {
        var one = Verified("x86_64-unknown-linux-gnu", ["a", "b"], 29, 1);
        var error = Assert.Throws<RuntimePacksException>(
            () => AbiCheck.RequireSame(
                [one, Verified("aarch64-unknown-linux-gnu", ["a", "b"], 29, 1), Verified("x86_64-apple-darwin", ["a", "c"], 30, 2)]));
        Assert.Contains("b is not in x86_64-apple-darwin; c is in x86_64-apple-darwin alone", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "UniFFI contract version of demo is 29 in x86_64-unknown-linux-gnu, aarch64-unknown-linux-gnu, 30 in x86_64-apple-darwin",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("sum is 1 in", error.Message, StringComparison.Ordinal);
        AbiCheck.RequireSame([one, Verified("aarch64-unknown-linux-gnu", ["a", "b"], 29, 1)]);
    }

    [Fact]
    public void whose_platform_has_what_others_need_not()
    {
        var one = Verified("x86_64-unknown-linux-gnu", ["a", "b"], 29, 1);
        var other = Verified("x86_64-apple-darwin", ["a", "b", "c"], 29, 1);
        AbiCheck.RequireSame([one, other with { OwnExports = ["c"] }]);
        var error = Assert.Throws<RuntimePacksException>(() => AbiCheck.RequireSame([one, other]));
        Assert.Contains("c is not in x86_64-unknown-linux-gnu", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"exports\" of a platform in the definition", error.Message, StringComparison.Ordinal);
    }

    private static VerifiedLibrary Verified(string target, string[] exports, int contract, int checksum) => new()
    {
        Asset = new Asset(target + ".zip", target, 1, ""),
        Path = target + ".a",
        Entry = target + ".a",
        Size = 1,
        Sha256 = "",
        Flavour = "gnu",
        Members = 1,
        Symbols = 1,
        Exports = exports,
        Undefined = [],
        ContractVersions = new Dictionary<string, int> { ["demo"] = contract },
        Checksums = new Dictionary<string, int> { ["sum"] = checksum },
        Key = "",
    };

    private static string? Fault(string archive, Platform platform) => LibraryCheck.Fault(Summary(archive), platform, s_exports);

    private static LibrarySummary Summary(string archive)
    {
        using var library = StaticLibrary.Open(archive);
        return library.Summarize();
    }
}
