using RuntimePacks.Definition;
using RuntimePacks.Inspection;
using StaticLibraries.Libraries;

namespace Corpus.Tests;

/// <summary>What Inspect says of libraries as they were built, against LLVM's tools.</summary>
public sealed class InspectionTests
{
    private static readonly PackDefinition s_definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    [Fact]
    public Task Of_small_libraries() => HoldAsync("small/*-release", 9);

    [Fact]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    public Task Of_small_libraries_with_debugging_data() => HoldAsync("small/*-debug", 9);

    [Fact]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    public Task Of_large_libraries() => HoldAsync("large/*", 8);

    [Fact]
    [Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
    public Task Of_a_library_of_bindings() => HoldAsync("bindings/*", 2);

    private static async Task HoldAsync(string only, int count)
    {
        var index = await BuiltCorpus.WithAsync(only);
        var entries = index.Chosen(only).ToList();
        Assert.Equal(count, entries.Count);
        foreach (var entry in entries)
        {
            var path = index.PathOf(entry);
            var inspection = await new Inspector(s_definition, null).InspectAsync(path, TestContext.Current.CancellationToken);
            // Rust alone does not tell for which C library of Linux it was built: glibc's names do, and musl's own objects.
            var target = entry.Target.EndsWith("musl", StringComparison.Ordinal) ? null : entry.Target;
            Assert.Equal((FileKind.StaticLibrary, target, entry.Size), (inspection.Kind, inspection.Target, inspection.Size));
            Assert.Equal((await BuiltCorpus.LinesAsync("llvm-ar", "t", path)).Length, inspection.Members.Count);
            var names = inspection.Exports.Select(export => export.Name).ToHashSet();
            var external = await BuiltCorpus.ExportsAsync(path, BuiltCorpus.IsMac(entry.Target));
            // LLVM's nm lists hidden names too, and of what is only imported not the name that stands for the address.
            Assert.Empty(names.Where(name => !name.StartsWith("__imp_", StringComparison.Ordinal)).Except(external));
            Assert.Empty(entry.Exports.Except(names));
        }
    }
}
