using RuntimePacks.Definition;
using RuntimePacks.Slimming;

namespace RuntimePacks.Tests.Slimming;

/// <summary>Libraries that cannot come out right: the run says which symbol, and nothing is written.</summary>
public sealed class ProofTests
{
    private const string Export = "int one(void); int helper(void); int ffi_demo(void) { return one() + helper(); }";

    /// <summary>A function in a COMDAT group: the linker keeps one group of a name, whatever the others hold.</summary>
    private static string InGroup(string function) => $"""
        .section .text.{function}, "axG", @progbits, one_group, comdat
        .globl {function}
        .weak one_group
        one_group:
        {function}: ret
        .section .note.GNU-stack, "", @progbits

        """;

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu")]
    [InlineData("x86_64-unknown-linux-musl")]
    [InlineData("aarch64-unknown-linux-gnu")]
    public async Task A_symbol_that_a_bad_COMDAT_left_pointing_nowhere_is_named(string target)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync("gnu", ("export", Export), ("one", InGroup("one")), ("helper", InGroup("helper")));
        await RefusedAsync(shop, library, "helper");
    }

    [Fact]
    public async Task An_export_that_went_with_a_COMDAT_is_named()
    {
        using var shop = new Workshop("x86_64-unknown-linux-gnu");
        var library = await shop.ArchiveAsync("gnu", ("first", InGroup("ffi_first")), ("second", InGroup("ffi_second")));
        await RefusedAsync(shop, library, "ffi_second");
    }

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu")]
    [InlineData("aarch64-unknown-linux-gnu")]
    [InlineData("x86_64-unknown-linux-musl")]
    [InlineData("aarch64-unknown-linux-musl")]
    public async Task A_symbol_that_no_system_library_has_is_named(string target)
    {
        using var shop = new Workshop(target);
        await RefusedAsync(
            shop,
            await shop.ArchiveAsync("gnu", ("a", "int no_such_function(void); int ffi_a(void) { return no_such_function(); }")),
            "does not link", "no_such_function");
    }

    [Fact]
    public async Task A_symbol_that_glibc_has_and_musl_has_not_is_named()
    {
        using var shop = new Workshop("x86_64-unknown-linux-musl");
        await RefusedAsync(
            shop,
            await shop.ArchiveAsync(
                "gnu", ("a", "const char *gnu_get_libc_version(void); const char *ffi_a(void) { return gnu_get_libc_version(); }")),
            "gnu_get_libc_version");
    }

    [Fact]
    public async Task Where_a_linker_is_missing_the_library_is_slimmed_and_the_run_says_what_was_not_checked()
    {
        using var shop = new Workshop("x86_64-unknown-linux-gnu");
        shop.TakeAway("gcc");
        var slimmed = await shop.SlimAsync(await shop.ArchiveAsync("gnu", ("a", "int ffi_a(void) { return 1; }")), "ffi_*");
        Assert.Equal(["merge"], slimmed.Steps);
        Assert.Contains(
            shop.Said, line => line.Contains("lib.a: that it links was not checked, gcc is not here", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("aarch64-apple-darwin", "darwin")]
    [InlineData("x86_64-apple-darwin", "darwin")]
    [InlineData("x86_64-pc-windows-msvc", "gnu")]
    [InlineData("aarch64-pc-windows-msvc", "gnu")]
    public async Task A_library_that_defines_twice_what_its_exports_need_is_refused(string target, string flavour)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync(flavour,
            ("a", "int both(void); int only_a(void); int from_system(void); int ffi_a(void) { return both() + only_a() + from_system(); }"),
            ("b", "int both(void) { return 1; } int only_b(void) { return 1; }"),
            ("c", "int both(void) { return 2; } int only_b(void); int only_a(void) { return only_b(); }"));
        await RefusedAsync(shop, library, "both, which b.o defines too");
    }

    [Theory]
    [InlineData("aarch64-apple-darwin", "darwin")]
    [InlineData("x86_64-pc-windows-msvc", "gnu")]
    public async Task A_stub_has_nothing_that_the_original_did_not_refer_to(string target, string flavour)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync(
            flavour, ("a", "int lost(void); int from_system(void); int ffi_a(void) { return lost() + from_system(); }"));
        var probe = new StubProbe(
            Workshop.Tool("lld"), Workshop.Tool("llvm-dlltool"), new Platform { Target = target, Rid = "any" },
            Path.GetDirectoryName(library)!);
        await probe.RequireAsync(["ffi_a"], ["lost", "from_system"], library, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(
            () => probe.RequireAsync(["ffi_a"], ["from_system"], library, TestContext.Current.CancellationToken));
        Assert.Contains("lost", refused.Message);
        Assert.DoesNotContain("from_system", refused.Message);
    }

    private static async Task RefusedAsync(Workshop shop, string library, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => shop.SlimAsync(library, "ffi_*"));
        Assert.All(words.Append("--slim none"), word => Assert.Contains(word, refused.Message));
        Assert.False(Directory.Exists(shop["slimmed"]) && Directory.EnumerateFileSystemEntries(shop["slimmed"]).Any());
    }
}
