using RuntimePacks.Definition;
using RuntimePacks.Slimming;

namespace RuntimePacks.Tests.Slimming;

/// <summary>Libraries that come out broken: the proof says which symbol, and nothing is written.</summary>
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
        await RefusedAsync(shop, library, "refers to what the original defined itself helper");
    }

    [Fact]
    public async Task An_export_that_went_with_a_COMDAT_is_named()
    {
        using var shop = new Workshop("x86_64-unknown-linux-gnu");
        var library = await shop.ArchiveAsync("gnu", ("first", InGroup("ffi_first")), ("second", InGroup("ffi_second")));
        await RefusedAsync(shop, library, "lost its exports ffi_second");
    }

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu", "gnu")]
    [InlineData("aarch64-apple-darwin", "darwin")]
    [InlineData("x86_64-pc-windows-msvc", "gnu")]
    public async Task An_export_whose_member_is_gone_is_named(string target, string flavour)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync(flavour, ("a", "int ffi_a(void) { return 1; }"), ("b", "int ffi_b(void) { return 1; }"));
        File.Copy(library, shop["broken.a"]);
        await shop.RunAsync("llvm-ar", "d", "broken.a", "b.o");
        var source = await shop.VerifiedAsync(library, "ffi_*");
        var proof = new SlimProof(source);
        proof.Require("drop", library, new HashSet<string>(), alone: false);
        var refused = Assert.Throws<RuntimePacksException>(
            () => proof.Require("drop", shop["broken.a"], new HashSet<string>(), alone: false));
        Assert.Contains("lost its exports ffi_b", refused.Message);
    }

    [Fact]
    public async Task A_symbol_that_is_still_global_is_named()
    {
        using var shop = new Workshop("x86_64-unknown-linux-gnu");
        var library = await shop.ArchiveAsync(
            "gnu", ("a", "int rust_eh_personality(void) { return 1; } int ffi_a(void) { return rust_eh_personality(); }"));
        var source = await shop.VerifiedAsync(library, "ffi_*");
        var refused = Assert.Throws<RuntimePacksException>(
            () => new SlimProof(source).Require("isolate", library, new HashSet<string>(), alone: true));
        Assert.Contains("still shows other libraries rust_eh_personality", refused.Message);
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
            shop, await shop.ArchiveAsync("gnu", ("a", "int no_such_function(void); int ffi_a(void) { return no_such_function(); }")),
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

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu", "llvm-objcopy", "after the step strip, lib.a lost its exports ffi_b")]
    [InlineData("x86_64-unknown-linux-gnu", "x86_64 objcopy", "after the step isolate, lib.a lost its exports ffi_b")]
    [InlineData("x86_64-unknown-linux-musl", "llvm-ar", "after the step libc, lib.a refers to what the original defined itself helper")]
    [InlineData("aarch64-apple-darwin", "llvm-ar", "after the step drop, lib.a refers to what the original defined itself helper")]
    [InlineData("x86_64-pc-windows-msvc", "llvm-ar", "after the step drop, lib.a refers to what the original defined itself helper")]
    public async Task A_tool_that_loses_something_is_found_out_after_its_step(string target, string tool, string words)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync(target.Contains("apple", StringComparison.Ordinal) ? "darwin" : "gnu",
            (
                "a", "int helper(void); int ffi_a(void) { return helper(); }"), ("b", "int ffi_b(void) { return 1; }"), (
                    "helper", "int helper(void) { return 1; }"),
            target.Contains("musl", StringComparison.Ordinal)
                ? ("syscall_ret", "long __syscall_ret(unsigned long r) { return r; }")
                : ("unused", "int unused(void) { return 1; }"));
        shop.Replace(tool, tool switch
        {
            "llvm-objcopy" => """ "$TOOL" "$@" && for last; do :; done && llvm-ar d "$last" b.o """,
            "x86_64 objcopy" => """ "$TOOL" --localize-symbol=ffi_b "$@" """,
            _ => """ "$TOOL" "$@" && "$TOOL" d "$3" helper.o """,
        });
        await RefusedAsync(shop, library, words);
    }

    [Theory]
    [InlineData("aarch64-apple-darwin", "darwin")]
    [InlineData("x86_64-apple-darwin", "darwin")]
    [InlineData("x86_64-pc-windows-msvc", "gnu")]
    [InlineData("aarch64-pc-windows-msvc", "gnu")]
    public async Task Where_the_system_is_not_here_a_library_that_does_not_link_beside_a_stub_of_it_is_refused(string target, string flavour)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync(flavour,
            ("a", "int both(void); int only_a(void); int from_system(void); int ffi_a(void) { return both() + only_a() + from_system(); }"),
            (
                "b", "int both(void) { return 1; } int only_b(void) { return 1; }"), (
                    "c", "int both(void) { return 2; } int only_b(void); int only_a(void) { return only_b(); }"));
        await RefusedAsync(shop, library, "does not link with a stub", "duplicate symbol", "both");
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
