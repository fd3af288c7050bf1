namespace Corpus.Tests;

/// <summary>The library of SLIM's size and kind.</summary>
[Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
public sealed class LargeTests
{
    [Fact]
    public async Task With_debugging_data_it_has_more_than_250_MB()
    {
        var index = await BuiltCorpus.WithAsync("large/x86_64-unknown-linux-gnu-debug");
        var library = index.PathOf(index["large/x86_64-unknown-linux-gnu-debug"]);
        Assert.True(new FileInfo(library).Length > 250_000_000, $"{new FileInfo(library).Length} bytes");
        Assert.True((await BuiltCorpus.LinesAsync("llvm-ar", "t", library)).Length > 400);
    }

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu-debug")]
    [InlineData("x86_64-unknown-linux-gnu-release")]
    [InlineData("aarch64-unknown-linux-gnu-debug")]
    [InlineData("x86_64-unknown-linux-musl-debug")]
    public async Task A_program_linked_with_it_as_built_makes_every_round_trip(string name)
    {
        var entry = (await BuiltCorpus.WithAsync($"large/{name}"))[$"large/{name}"];
        Assert.Null(entry.MissingBecause);
        Assert.Equal(SmallTests.CallsOf("large"), entry.Answers);
    }

    [Theory]
    [InlineData("aarch64-apple-darwin-debug", 7)]
    [InlineData("x86_64-apple-darwin-debug", 7)]
    [InlineData("x86_64-pc-windows-msvc-debug", 6)]
    [InlineData("aarch64-pc-windows-msvc-debug", 6)]
    public async Task Elsewhere_it_exports_what_needs_no_C_compiler(string name, int exports)
    {
        var index = await BuiltCorpus.WithAsync($"large/{name}");
        var entry = index[$"large/{name}"];
        Assert.Equal(exports, entry.Exports.Count);
        Assert.Contains(BuiltCorpus.FormatOf(entry.Target), await BuiltCorpus.FormatsAsync(index.PathOf(entry)));
    }
}
