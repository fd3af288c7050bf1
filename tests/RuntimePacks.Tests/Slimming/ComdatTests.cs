using RuntimePacks.Slimming;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Tests.Slimming;

/// <summary>COMDAT groups whose signature is a local symbol, which tools have taken for plain groups.</summary>
public sealed class ComdatTests
{
    /// <summary>A member with an export, and with a group that the other member has too.</summary>
    private static string Member(string export) => $"""
        .section .text.shared, "axG", %progbits, local_key, comdat
        .globl shared
        shared: ret
        .text
        .globl {export}
        {export}: ret
        .section .note.GNU-stack, "", %progbits

        """;

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu", SlimMode.Strip)]
    [InlineData("x86_64-unknown-linux-gnu", SlimMode.Full)]
    [InlineData("aarch64-unknown-linux-gnu", SlimMode.Strip)]
    [InlineData("aarch64-unknown-linux-gnu", SlimMode.Full)]
    public async Task They_are_still_COMDAT_and_the_library_still_links(string target, SlimMode mode)
    {
        using var shop = new Workshop(target);
        var library = await shop.ArchiveAsync("gnu", ("a", Member("ffi_a")), ("b", Member("ffi_b")));
        var (ld, machine) = (Workshop.Tool("lld"), target.StartsWith('a') ? "aarch64linux" : "elf_x86_64");
        await shop.RunAsync(ld, "-m", machine, "-r", "-u", "ffi_a", "-u", "ffi_b", "-o", "before.o", library);

        var slimmed = await shop.SlimAsync(library, "ffi_*", mode);
        await shop.RunAsync(ld, "-m", machine, "-r", "-u", "ffi_a", "-u", "ffi_b", "-o", "after.o", slimmed.Path);
        if (mode != SlimMode.Strip) return;
        var groups = await shop.RunAsync("llvm-readobj", "--section-groups", slimmed.Path);
        Assert.Equal(2, groups.Split("Type: COMDAT (0x1)").Length - 1);
    }
}
