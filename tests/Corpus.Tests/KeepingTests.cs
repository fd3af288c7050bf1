using RuntimePacks.Pipeline;

namespace Corpus.Tests;

/// <summary>What is built again, and what is not.</summary>
public sealed class KeepingTests : IDisposable
{
    private const string Two = "zoo/weak-gcc,zoo/ifunc-gcc";

    private readonly string _root = Directory.CreateTempSubdirectory("corpus-tests-").FullName;
    private readonly List<string> _said = [];

    public KeepingTests()
    {
        foreach (var folder in (string[])["corpus", "slim-bindings"])
        {
            foreach (var file in Directory.GetFiles(Repository.PathOf("samples", folder), "*", SearchOption.AllDirectories))
            {
                if (Path.GetExtension(file) is not (".json" or ".c" or ".cc" or ".s" or ".rs" or ".toml")) continue;
                var copy = Path.Combine(_root, "samples", Path.GetRelativePath(Repository.PathOf("samples"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_did_not_change_is_not_built_again()
    {
        var first = await BuildAsync();
        Assert.Equal(2, Finished());
        var written = File.GetLastWriteTimeUtc(first.PathOf(first["zoo/weak-gcc"]));

        var second = await BuildAsync();
        Assert.Equal(0, Finished());
        Assert.Equal(written, File.GetLastWriteTimeUtc(second.PathOf(second["zoo/weak-gcc"])));
        Assert.Contains("0 libraries made, 2 were there, 0 cannot be had here", _said[^1]);
    }

    [Fact]
    public async Task A_changed_source_makes_its_own_libraries_anew_and_no_other()
    {
        await BuildAsync();
        Replace("weak2.c", "return 10;", "return 20;");
        Replace(Path.Combine("..", "zoo.json"), "lib_overridden() = 110", "lib_overridden() = 120");
        var index = await BuildAsync();
        Assert.Equal(
            ["zoo/weak-gcc"],
            _said.Where(line => line.Contains(" finished: ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));
        Assert.Equal("120", index["zoo/weak-gcc"].Answers["lib_overridden()"]);
    }

    [Fact]
    public async Task A_changed_question_is_asked_of_the_library_that_is_there()
    {
        var first = await BuildAsync();
        var written = File.GetLastWriteTimeUtc(first.PathOf(first["zoo/ifunc-gcc"]));
        Replace(Path.Combine("..", "zoo.json"), "lib_chosen() = 2", "lib_chosen() + 1 = 3");
        var second = await BuildAsync();
        Assert.Equal("3", second["zoo/ifunc-gcc"].Answers["lib_chosen() + 1"]);
        Assert.Equal(written, File.GetLastWriteTimeUtc(second.PathOf(second["zoo/ifunc-gcc"])));
        Assert.Equal(1, Finished());
    }

    [Fact]
    public async Task What_does_not_compile_is_named_with_the_reason_and_the_others_are_built()
    {
        Replace("weak2.c", "return 10;", "return ten;");
        var index = await BuildAsync();
        var missing = index["zoo/weak-gcc"];
        Assert.Null(missing.Path);
        Assert.Matches("ten.* undeclared", missing.MissingBecause);
        Assert.Contains(_said, line => line.StartsWith("zoo/weak-gcc is not here: ", StringComparison.Ordinal));
        Assert.Equal("2", index["zoo/ifunc-gcc"].Answers["lib_chosen()"]);
        var left = Directory.GetFileSystemEntries(index.Folder).Select(Path.GetFileName);
        Assert.Equal([".lock", "corpus.json", "zoo"], left.Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(index.Folder, "zoo", "weak-gcc")));
    }

    [Fact]
    public void A_name_that_nothing_has_is_refused()
    {
        var refused = Assert.Throws<RuntimePacks.RuntimePacksException>(
            () => new CorpusBuild(_root, new Workspace(_root), "smal", new LineLog(_said.Add)));
        Assert.StartsWith("the corpus has no 'smal'; it has the parts small, zoo, large, bindings, and names like ", refused.Message);
    }

    private int Finished() => _said.Count(line => line.Contains(" finished: ", StringComparison.Ordinal));

    private Task<CorpusIndex> BuildAsync()
    {
        _said.Clear();
        return new CorpusBuild(_root, new Workspace(Path.Combine(_root, "artifacts")), Two, new LineLog(_said.Add))
            .BuildAsync(TestContext.Current.CancellationToken);
    }

    private void Replace(string file, string from, string to)
    {
        var path = Path.Combine(_root, "samples", "corpus", "zoo", "sources", file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
