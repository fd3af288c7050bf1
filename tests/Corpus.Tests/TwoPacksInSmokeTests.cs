using System.Text;
using RuntimePacks.Definition;
using RuntimePacks.Smoke;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace Corpus.Tests;

/// <summary>
/// Two packs of one library of real Rust in one program where no compiler driver links here: for MSVC's ABI and for macOS, as Smoke
/// links. Under wine each gives every answer; elsewhere no name of theirs meets.
/// </summary>
public sealed class TwoPacksInSmokeTests
{
    private const string Other = "other ";

    [Theory]
    [InlineData("small/x86_64-pc-windows-msvc-release")]
    [InlineData("small/aarch64-pc-windows-msvc-release")]
    [InlineData("small/x86_64-apple-darwin-release")]
    [InlineData("small/aarch64-apple-darwin-release")]
    public Task Small_ones_are_in_one_program(string name) => HoldAsync(name);

    [Theory]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    [InlineData("large/x86_64-pc-windows-msvc-debug")]
    [InlineData("large/aarch64-pc-windows-msvc-debug")]
    [InlineData("large/x86_64-apple-darwin-debug")]
    [InlineData("large/aarch64-apple-darwin-debug")]
    public Task Large_ones_are_in_one_program(string name) => HoldAsync(name);

    private static async Task HoldAsync(string name)
    {
        var (index, cancel) = (await BuiltCorpus.WithAsync(name), TestContext.Current.CancellationToken);
        var entry = index[name];
        using var work = new TemporaryFolder();
        var exports = SlimmedLibrary.ExportsOf(index.PathOf(entry), entry);
        foreach (var (file, suffix) in ((string, string)[])[("one.a", "pack_a"), ("other.a", "pack_b")])
        {
            var options = new SlimOptions { Mode = SlimMode.Full, Exports = exports, Suffix = suffix };
            LibrarySlimmer.Slim(index.PathOf(entry), work[file], options);
        }

        await RenameAsync(work["other.a"], exports);
        await WriteProgramAsync(work, Path.Combine(index.FolderOf(entry), "main.c"), exports);
        var platform = PackDefinition.Load(Repository.PathOf("packaging", "slim.json")).Platforms.Single(one => one.Target == entry.Target);
        var link = CLink.For(platform.Triple, Repository.Tools)!;
        await Repository.Tools.RequireAllAsync([.. link.Tools], cancel);
        var parts = new CarriedParts(
            work["one.a"], [work["other.a"], .. platform.LinkLine.SelectMany(line => line.Split(' '))],
            [.. exports, .. exports.Select(NameInOther)]);
        var program = work["program.exe"];
        await link.LinkAsync(parts, [work["main.c"], work["other.c"]], program, work.Path, cancel);
        Assert.True(File.Exists(program));
        if (link.Runner is not { } runner)
        {
            Assert.Contains("nothing here runs a program", link.Reason, StringComparison.Ordinal);
            return;
        }

        var said = await runner.Of(program, Repository.Tools).OutputAsync(cancel);
        var right = entry.Expected.Select(answer => $"{answer.Key} = {answer.Value}").ToList();
        Assert.NotEmpty(right);
        Assert.Equal(
            [.. right, .. right.Select(line => Other + line)],
            said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The other pack's name has the same length: no tool renames what an archive of MSVC's has beside objects.</summary>
    private static string NameInOther(string export) => "x" + export[1..];

    private static async Task RenameAsync(string library, IEnumerable<string> exports)
    {
        var bytes = await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken);
        foreach (var export in exports)
        {
            var name = Encoding.UTF8.GetBytes(export + '\0');
            for (var at = 0; bytes.AsSpan(at).IndexOf(name) is >= 0 and var found; at += found + name.Length) bytes[at + found] = (byte)'x';
        }

        await File.WriteAllBytesAsync(library, bytes, TestContext.Current.CancellationToken);
    }

    /// <summary>Writes a program that asks both; the headers of a C library are not here for these targets.</summary>
    private static async Task WriteProgramAsync(TemporaryFolder work, string calls, IEnumerable<string> exports)
    {
        var lines = (await File.ReadAllLinesAsync(calls, TestContext.Current.CancellationToken))
            .Where(line => line != "#include <stdio.h>" && !line.Contains("setvbuf", StringComparison.Ordinal));
        work.Write("calls.c", string.Join('\n', lines) + "\n");
        work.Write("main.c", """
            int printf(const char *format, ...);
            #define main main_of_one
            #include "calls.c"
            #undef main
            int main_of_other(void);
            int main(void) { return main_of_one() | main_of_other(); }
            """);
        work.Write("other.c", $"""
            int printf(const char *format, ...);
            {string.Concat(exports.Select(export => $"#define {export} {NameInOther(export)}\n"))}
            #define main main_of_other
            #define printf(...) printf("{Other}" __VA_ARGS__)
            #include "calls.c"
            """);
    }
}
