
namespace RuntimePacks.Tests.Slimming;

/// <summary>Libraries for musl, with members of the C library inside, as Rust's self-contained target makes them.</summary>
public sealed class MuslTests
{
    private const string Code = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        int ffi_demo(void) { char *text = malloc(16); strcpy(text, "slim"); int written = printf("%s\n", text); free(text); return written; }
        int unused(void) { return 1; }
        """;

    private static readonly string Libc = Workshop.Tool("musl C library");

    [Fact]
    public async Task Its_own_members_of_libc_are_taken_out_and_the_rest_is_one_object()
    {
        using var shop = new Workshop("x86_64-unknown-linux-musl");
        await MergeAsync(shop, Code);
        Assert.Contains("__libc_start_main", await shop.NamesAsync(shop["lib.a"], "--defined-only"));

        var slimmed = await shop.SlimAsync(shop["lib.a"], "ffi_*");
        Assert.Equal(["merge"], slimmed.Steps);
        Assert.Equal(["ffi_demo"], await shop.NamesAsync(slimmed.Path, "--defined-only", "--extern-only"));
        Assert.Superset(new HashSet<string> { "malloc", "free" }, (await shop.NamesAsync(slimmed.Path, "--undefined-only")).ToHashSet());
        Assert.Contains(shop.Said, line => line.Contains("the C library's own", StringComparison.Ordinal));

        shop.Write("main.c", "int ffi_demo(void); int main(void) { return ffi_demo() == 5 ? 0 : 1; }");
        await shop.RunAsync("musl-gcc", "-static", "-o", "main", "main.c", slimmed.Path);
        Assert.Equal("slim\n", await shop.RunAsync(shop["main"]));
    }

    [Fact]
    public async Task For_aarch64_too()
    {
        using var shop = new Workshop("aarch64-unknown-linux-musl");
        await shop.CompileAsync("lib", "void *malloc(unsigned long); void *ffi_demo(void) { return malloc(16); }");
        await shop.CompileAsync("syscall_ret", "long __syscall_ret(unsigned long r) { return r; }");
        await shop.CompileAsync(
            "newer", "long __syscall_ret(unsigned long); long a_function_of_a_newer_musl(void) { return __syscall_ret(1); }");
        await shop.RunAsync("llvm-ar", "rcsD", "lib.a", "lib.o", "syscall_ret.o", "newer.o");
        var slimmed = await shop.SlimAsync(shop["lib.a"], "ffi_*");
        Assert.Equal(["merge"], slimmed.Steps);
        Assert.Contains(shop.Said, line => line.Contains("2 of 3 members are the C library's own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_that_is_libc_and_library_in_one_is_named()
    {
        using var shop = new Workshop("x86_64-unknown-linux-musl");
        await MergeAsync(shop, Code);
        await shop.RunAsync("x86_64-linux-gnu-ld", "-r", "-u", "ffi_demo", "-o", "mixed.o", "lib.a");
        await shop.RunAsync("llvm-ar", "rcsD", "mixed.a", "mixed.o");
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => shop.SlimAsync(shop["mixed.a"], "ffi_*"));
        Assert.All(["mixed.o", "inside of the C library", "ffi_demo", "--slim none"], words => Assert.Contains(words, refused.Message));
    }

    private static async Task MergeAsync(Workshop shop, string code)
    {
        shop.Write("code.c", code);
        await shop.RunAsync("musl-gcc", "-O2", "-ffunction-sections", "-c", "code.c", "-o", "code.o");
        await shop.RunAsync("llvm-ar", "rcsD", "own.a", "code.o");
        shop.Write("merge.mri", $"CREATE lib.a\nADDLIB own.a\nADDLIB {Libc}\nSAVE\nEND\n");
        await shop.RunAsync("sh", "-c", "llvm-ar -M < merge.mri");
    }
}
