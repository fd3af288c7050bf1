using Samples;

namespace Corpus.Tests;

/// <summary>The sample's crate as real Rust for all nine targets, as tools read it that are not ours.</summary>
public sealed class SmallTests
{
    private const string Release = "small/*-release";

    public static TheoryData<string> Triples { get; } = [.. SampleSources.Of(Repository.Root).Targets.Select(target => target.Triple)];

    [Theory]
    [MemberData(nameof(Triples))]
    public async Task Every_object_is_for_its_target(string triple) =>
        await AssertFormatsAsync(await BuiltCorpus.WithAsync(Release), triple, "release");

    [Theory]
    [MemberData(nameof(Triples))]
    public async Task A_library_exports_what_the_sample_does(string triple) =>
        await AssertExportsAsync(await BuiltCorpus.WithAsync(Release), triple, "release");

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu")]
    [InlineData("aarch64-unknown-linux-gnu")]
    [InlineData("x86_64-unknown-linux-musl")]
    [InlineData("aarch64-unknown-linux-musl")]
    [InlineData("x86_64-pc-windows-gnu")]
    public async Task A_program_linked_with_it_as_built_gives_the_right_answers(string triple) =>
        Assert.Equal(Expected, (await BuiltCorpus.WithAsync(Release))[$"small/{triple}-release"].Answers);

    [Theory]
    [MemberData(nameof(Triples))]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    public async Task With_debugging_data_it_is_the_same_library_and_larger(string triple)
    {
        var index = await BuiltCorpus.WithAsync("small");
        await AssertFormatsAsync(index, triple, "debug");
        await AssertExportsAsync(index, triple, "debug");
        var (debug, release) = (index[$"small/{triple}-debug"], index[$"small/{triple}-release"]);
        Assert.Equal(release.Answers, debug.Answers);
        Assert.True(debug.Size > 2 * release.Size, $"{debug.Size} bytes with debugging data, {release.Size} without");
    }

    private static IReadOnlyDictionary<string, string> Expected => CallsOf("small");

    internal static IReadOnlyDictionary<string, string> CallsOf(string name)
    {
        var path = Repository.PathOf("samples", "corpus", "calls", name + ".json");
        using var file = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        return file.RootElement.GetProperty("calls").EnumerateObject().ToDictionary(call => call.Name, call => call.Value.GetString()!);
    }

    private static async Task AssertFormatsAsync(CorpusIndex index, string triple, string variant)
    {
        var entry = index[$"small/{triple}-{variant}"];
        var formats = await BuiltCorpus.FormatsAsync(index.PathOf(entry));
        Assert.True(formats.Count > 20, $"{formats.Count} objects");
        Assert.All(formats, format => Assert.Equal(BuiltCorpus.FormatOf(triple), format));
    }

    private static async Task AssertExportsAsync(CorpusIndex index, string triple, string variant)
    {
        var entry = index[$"small/{triple}-{variant}"];
        var names = await BuiltCorpus.ExportsAsync(index.PathOf(entry), BuiltCorpus.IsMac(triple));
        var exports = File.ReadAllLines(Repository.PathOf("samples", "exports.txt"));
        Assert.All(exports, export => Assert.Contains(export, names));
        Assert.Equal(exports, entry.Exports);
    }
}
