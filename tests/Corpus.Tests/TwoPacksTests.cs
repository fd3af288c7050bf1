using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace Corpus.Tests;

/// <summary>
/// A library of real Rust and another pack of the same in one program: what both have inside, std, allocator and all, does not meet, and
/// each gives every answer that it gives alone.
/// </summary>
public sealed class TwoPacksTests
{
    private const string Other = "other ";

    [Theory]
    [InlineData("small/x86_64-unknown-linux-gnu-release")]
    [InlineData("small/x86_64-unknown-linux-musl-release")]
    [InlineData("small/aarch64-unknown-linux-gnu-release")]
    [InlineData("small/aarch64-unknown-linux-musl-release")]
    [InlineData("small/x86_64-pc-windows-gnu-release")]
    public Task Small_ones_give_all_their_answers(string name) => HoldAsync(name);

    [Theory]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    [InlineData("large/x86_64-unknown-linux-gnu-debug")]
    [InlineData("large/aarch64-unknown-linux-gnu-debug")]
    [InlineData("large/x86_64-unknown-linux-musl-debug")]
    public Task Large_ones_give_all_their_answers(string name) => HoldAsync(name);

    private static async Task HoldAsync(string name)
    {
        var index = await BuiltCorpus.WithAsync(name);
        var entry = index[name];
        Assert.Null(entry.NotRunBecause);
        using var work = new TemporaryFolder();
        var (one, other) = (Slim("one.a", "pack_a"), Slim("other.a", "pack_b"));
        await SlimmedLibrary.RenameAsync(other, entry.Exports);
        foreach (var beside in Directory.GetFiles(index.FolderOf(entry)))
        {
            if (beside != index.PathOf(entry)) File.Copy(beside, work[Path.GetFileName(beside)]);
        }

        File.Move(work["main.c"], work["calls.c"]);
        work.Write("main.c", """
            #define main main_of_one
            #include "calls.c"
            #undef main
            int main_of_other(void);
            int main(void) { return main_of_one() | main_of_other(); }
            """);
        work.Write("other.c", $"""
            #include <stdint.h>
            #include <stdio.h>
            {string.Concat(entry.Exports.Select(export => $"#define {export} {SlimmedLibrary.OtherPack}{export}\n"))}
            #define main main_of_other
            #define printf(...) printf("{Other}" __VA_ARGS__)
            #include "calls.c"
            """);
        string[] system = entry.Target.Contains("musl", StringComparison.Ordinal) ? ["-lgcc_eh", "-lgcc", "-lc"] : [];
        var program = entry.Program!;
        var both = program with
        {
            Link = [.. program.Link.SelectMany(word => word == "{library}" ? new[] { work["other.c"], word, other } : [word]), .. system],
        };
        var answers = await both.AnswersAsync(work.Path, one, work.Path, TestContext.Current.CancellationToken);
        var asOther = entry.Answers.Select(answer => KeyValuePair.Create(Other + answer.Key, answer.Value));
        Assert.NotEmpty(entry.Answers);
        Assert.Equal(Sorted(entry.Answers.Concat(asOther)), Sorted(answers));

        string Slim(string file, string suffix)
        {
            var library = index.PathOf(entry);
            var options = new SlimOptions { Mode = SlimMode.Full, Exports = SlimmedLibrary.ExportsOf(library, entry), Suffix = suffix };
            LibrarySlimmer.Slim(library, work[file], options);
            return work[file];
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IEnumerable<KeyValuePair<string, string>> answers) =>
        answers.OrderBy(answer => answer.Key, StringComparer.Ordinal);
}
