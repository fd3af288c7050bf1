namespace Corpus.Tests;

/// <summary>The small inputs that each have one construct which breaks slimmers.</summary>
public sealed class ZooTests
{
    /// <summary>What is not run on purpose: a name of a glibc that is newer than this one, and an archive that linkers refuse.</summary>
    private static readonly string[] s_notRun = ["zoo/glibc-2.38-gcc", "zoo/glibc-2.38-arm64-gcc", "zoo/no-index-gcc"];

    [Fact]
    public async Task Nothing_is_missing()
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        Assert.True(index.Built("zoo").Count() > 150, $"{index.Built("zoo").Count()} libraries");
        var missing = index.Entries.Where(entry => entry is { Part: "zoo", Path: null });
        Assert.Equal([], missing.Select(entry => $"{entry.Name}: {entry.MissingBecause}"));
    }

    [Fact]
    public async Task A_program_linked_with_a_library_as_built_gives_the_answers_that_were_written_down()
    {
        var entries = (await BuiltCorpus.WithAsync("zoo")).Built("zoo").ToList();
        Assert.All(entries.Where(entry => entry.NotRunBecause is null), entry => Assert.Equal(entry.Expected, entry.Answers));
        var silent = entries.Where(entry => entry is { NotRunBecause: not null, Program: not null });
        Assert.Equal(s_notRun.Order(StringComparer.Ordinal), silent.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_library_defines_what_its_program_calls()
    {
        var entries = (await BuiltCorpus.WithAsync("zoo")).Built("zoo").ToList();
        var strays = entries.SelectMany(entry => entry.Expected.Keys.Where(call => !entry.Exports.Any(export => Calls(call, export))));
        Assert.Empty(strays);

        static bool Calls(string call, string export) => call.Contains(export + "(", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_object_is_for_its_target()
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        foreach (var entry in index.Built("zoo"))
        {
            if (entry.Name.StartsWith("zoo/lto-", StringComparison.Ordinal) || entry.Target == "universal-apple-darwin") continue;

            var formats = await BuiltCorpus.FormatsAsync(index.PathOf(entry));
            Assert.NotEmpty(formats);
            Assert.All(formats, format => Assert.Equal($"{entry.Name}: {BuiltCorpus.FormatOf(entry.Target)}", $"{entry.Name}: {format}"));
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
        var lines = await BuiltCorpus.LinesAsync("readelf", "-SW", index.PathOf(index[name]));
        Assert.Contains(lines, line => line.Contains(section, StringComparison.Ordinal));
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
        var lines = await BuiltCorpus.LinesAsync("readelf", "-sW", index.PathOf(index[name]));
        Assert.Contains(lines, line => line.Contains(symbol, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_without_the_note_asks_for_an_executable_stack()
    {
        var index = await BuiltCorpus.WithAsync("zoo");
        var entry = index["zoo/nostack-gcc"];
        var work = Directory.CreateTempSubdirectory("corpus-tests-").FullName;
        try
        {
            var stop = TestContext.Current.CancellationToken;
            var program = await entry.Program!.LinkAsync(index.FolderOf(entry), index.PathOf(entry), work, stop);
            var lines = await BuiltCorpus.LinesAsync("readelf", "-lW", program);
            var stack = Assert.Single(lines, line => line.StartsWith("GNU_STACK ", StringComparison.Ordinal));
            Assert.Contains(" RWE ", stack);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
