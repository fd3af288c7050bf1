namespace Corpus.Tests;

/// <summary>The small inputs that each have one construct which breaks slimmers.</summary>
public sealed class ZooTests
{
    /// <summary>What cannot be run on purpose: a symbol of a glibc that is newer than this one, and an archive that linkers refuse.</summary>
    private static readonly string[] s_notRun = ["zoo/glibc-2.38-gcc", "zoo/glibc-2.38-arm64-gcc", "zoo/no-index-gcc"];

    [Fact]
    public async Task Nothing_is_missing()
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        Assert.True(index.Built("zoo").Count() > 150, $"{index.Built("zoo").Count()} libraries");
        Assert.Equal([], index.Entries.Where(entry => entry is { Part: "zoo", Path: null }).Select(entry => $"{entry.Name}: {entry.MissingBecause}"));
    }

    [Fact]
    public async Task A_program_linked_with_a_library_as_built_gives_the_answers_that_were_written_down()
    {
        var entries = (await BuiltCorpus.WithAsync("zoo")).Built("zoo").ToList();
        Assert.All(entries.Where(entry => entry.NotRunBecause is null), entry => Assert.Equal(entry.Expected, entry.Answers));
        var silent = entries.Where(entry => entry.NotRunBecause is not null && !entry.Target.Contains("apple", StringComparison.Ordinal) && !entry.Target.EndsWith("msvc", StringComparison.Ordinal));
        Assert.Equal(s_notRun.Order(StringComparer.Ordinal), silent.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_library_defines_what_its_program_calls()
    {
        var entries = (await BuiltCorpus.WithAsync("zoo")).Built("zoo").ToList();
        Assert.All(entries, entry => Assert.All(entry.Expected.Keys, call => Assert.Contains(entry.Exports, export => call.Contains(export + "(", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Each_object_is_for_its_target()
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        foreach (var entry in index.Built("zoo").Where(entry => !entry.Name.Contains("/lto-", StringComparison.Ordinal) && entry.Target != "universal-apple-darwin"))
        {
            var formats = await BuiltCorpus.FormatsAsync(index.PathOf(entry));
            Assert.NotEmpty(formats);
            Assert.All(formats.Where(format => !format.StartsWith("COFF-import", StringComparison.Ordinal)), format => Assert.True(BuiltCorpus.FormatOf(entry.Target) == format, $"{entry.Name}: {format}"));
        }
    }

    [Theory]
    [InlineData("zoo/macros-gcc", ".debug_macro")]
    [InlineData("zoo/types-gcc-dwarf4", ".debug_types")]
    [InlineData("zoo/lto-fat-gcc", ".gnu.lto_")]
    [InlineData("zoo/sections-gcc-patchable", "__patchable_function_entries")]
    [InlineData("zoo/constructors-gcc", ".init_array.00101")]
    [InlineData("zoo/constructors-clang-ctors", ".ctors.")]
    [InlineData("zoo/sets-gcc", " parts ")]
    public async Task The_construct_is_really_there(string name, string section)
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        Assert.Contains(await BuiltCorpus.LinesAsync("readelf", "-SW", index.PathOf(index[name])), line => line.Contains(section, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zoo/unique-gcc", "UNIQUE")]
    [InlineData("zoo/common-gcc", " COM ")]
    [InlineData("zoo/ifunc-gcc", " IFUNC ")]
    [InlineData("zoo/weak-gcc", " WEAK ")]
    [InlineData("zoo/visibility-gcc", " PROTECTED ")]
    [InlineData("zoo/glibc-2.38-gcc", "__isoc23_strtol")]
    [InlineData("zoo/symver-gcc", "memcpy@GLIBC_2.2.5")]
    public async Task The_symbol_is_really_there(string name, string symbol)
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        Assert.Contains(await BuiltCorpus.LinesAsync("readelf", "-sW", index.PathOf(index[name])), line => line.Contains(symbol, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_without_the_note_asks_for_an_executable_stack()
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        var entry = index["zoo/nostack-gcc"];
        var work = Directory.CreateTempSubdirectory("corpus-tests-").FullName;
        try
        {
            var program = await entry.Program!.LinkAsync(index.FolderOf(entry), index.PathOf(entry), work, TestContext.Current.CancellationToken);
            Assert.Contains(await BuiltCorpus.LinesAsync("readelf", "-lW", program), line => line.StartsWith("GNU_STACK", StringComparison.Ordinal) && line.Contains(" RWE ", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
