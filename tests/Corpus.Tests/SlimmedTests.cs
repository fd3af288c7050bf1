using System.Collections.Concurrent;

namespace Corpus.Tests;

/// <summary>
/// Every library of the corpus, slimmed and stripped, in its program with every linker: the answers are those that were written down,
/// or the library is refused in words. What was seen is in <c>artifacts/tests/slimmed-PART.md</c>.
/// </summary>
public sealed class SlimmedTests
{
    [Fact]
    public Task The_zoo_gives_the_same_answers_or_is_refused_in_words() => HoldAsync("zoo", "zoo");

    [Fact]
    public Task Real_Rust_gives_the_same_answers() => HoldAsync("small/*-release", "small-release");

    [Fact]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    public Task Real_Rust_with_debugging_data_gives_the_same_answers() => HoldAsync("small/*-debug", "small-debug");

    [Theory]
    [InlineData("large/x86_64-unknown-linux-gnu-debug")]
    [InlineData("large/x86_64-unknown-linux-gnu-release")]
    [InlineData("large/aarch64-unknown-linux-gnu-debug")]
    [InlineData("large/x86_64-unknown-linux-musl-debug")]
    [InlineData("large/*-apple-darwin-debug")]
    [InlineData("large/*-pc-windows-msvc-debug")]
    [InlineData("bindings/x86_64-unknown-linux-gnu-release")]
    [InlineData("bindings/x86_64-unknown-linux-gnu-debug")]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    public Task A_library_of_real_size_gives_the_same_answers(string name) =>
        HoldAsync(name, name.Replace('/', '-').Replace("*-", "", StringComparison.Ordinal));

    private static async Task HoldAsync(string only, string table)
    {
        var index = await BuiltCorpus.WithAsync(only);
        var entries = index.Chosen(only).ToList();
        var rows = new ConcurrentBag<SlimmedLibrary>();
        using var temporary = new TemporaryFolder();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(entries, options, async (entry, stop) =>
        {
            var work = Directory.CreateDirectory(Path.Combine(temporary.Path, Path.GetRandomFileName())).FullName;
            foreach (var row in await SlimmedLibrary.AllOfAsync(index, entry, work, stop)) rows.Add(row);
            Directory.Delete(work, recursive: true);
        });

        var sorted = rows.OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Mode).ThenBy(row => row.Linker).ToList();
        await File.WriteAllLinesAsync(
            Path.Combine(Directory.CreateDirectory(Repository.Scratch).FullName, $"slimmed-{table}.md"),
            [
                "| library | mode | linker | | | program | code in it |", "|---|---|---|---|---|---|---|",
                .. sorted.Select(
                    row => $"| {row.Name} | {row.Mode} | {row.Linker} | {row.Outcome} | {row.Words.ReplaceLineEndings(" ")} "
                        + $"| {row.Program?.File} | {row.Program?.Code} |"),
            ],
            TestContext.Current.CancellationToken);
        Assert.Equal([], sorted.Where(row => row.Outcome == SlimmedLibrary.Wrong).Select(row => row.ToString()));
        Assert.Equal([], OfOtherSize(sorted));
        var refused = sorted.Where(row => row.Outcome == SlimmedLibrary.Refused).Select(row => $"{row.Name} {row.Mode}");
        Assert.Equal(s_refused.Where(name => name.StartsWith(only, StringComparison.Ordinal)).Order(StringComparer.Ordinal), refused);
    }

    /// <summary>
    /// A program is as large as with the library as it was built, within a hundredth. It may be smaller: linkers keep what only the unwind
    /// tables of dead functions refer to, and GNU's keeps some of the functions. What lives is the same to lld, so that the code in a
    /// program that it links is.
    /// </summary>
    private static IEnumerable<string> OfOtherSize(IReadOnlyCollection<SlimmedLibrary> rows) =>
        from row in rows
        from built in rows
        where built.Mode == "none" && (built.Name, built.Linker) == (row.Name, row.Linker) && IsOfOtherSize(row, built)
        select $"{row.Name} {row.Mode} {row.Linker}: {row.Program}, as built {built.Program}";

    private static bool IsOfOtherSize(SlimmedLibrary row, SlimmedLibrary built) =>
        row.Program is { } now && built.Program is { } before
        && (IsMore(now.File, before.File)
            || (row.Linker == "lld" && (IsMore(now.Code, before.Code) || IsMore(before.Code, now.Code))));

    private static bool IsMore(long size, long other) => size > other * 101 / 100;

    /// <summary>The libraries that are refused in both modes, and the one that full has no export of.</summary>
    private static readonly string[] s_refused =
    [
        .. new[]
        {
            "lto-bitcode-clang", "lto-bitcode-mac-arm64", "lto-bitcode-msvc-x64", "lto-slim-gcc", "lto-thin-clang", "mac-universal-clang",
            "malloc-arm64-gcc", "malloc-gcc", "malloc-musl-gcc", "other-members-gcc",
        }.SelectMany(name => new[] { $"zoo/{name} full", $"zoo/{name} strip" }),
        "zoo/visibility-clang full",
    ];
}
