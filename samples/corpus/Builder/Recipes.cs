using Corpus.Rust;
using Corpus.Zoo;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Corpus;

/// <summary>The whole corpus: what is in it, in the order in which it is made.</summary>
internal static class Recipes
{
    /// <param name="root">The repository's root, full.</param>
    /// <param name="cache">The folder that holds caches, full.</param>
    /// <param name="toolbox">The corpus' own tools.</param>
    /// <param name="say">Told, in a line, when something is downloaded or installed.</param>
    public static IReadOnlyList<Recipe> Of(string root, string cache, Toolbox toolbox, Action<string> say)
    {
        var corpus = Path.Combine(root, "samples", "corpus");
        var toolchain = new RustToolchain(cache, say);
        var small = SmallCrate(root, corpus);
        return
        [
            .. RustTarget.All.Select(target => new RustLibrary(toolchain, small, target, debug: false)),
            .. RustTarget.All.Select(target => new RustLibrary(toolchain, small, target, debug: true)),
            .. ZooLibraries(Path.Combine(corpus, "zoo"), toolbox),
        ];
    }

    private static IEnumerable<ZooLibrary> ZooLibraries(string folder, Toolbox toolbox)
    {
        var table = ZooTable.Read(Path.Combine(folder, "zoo.json"));
        foreach (var which in table.Cases)
        {
            foreach (var (name, words) in which.Builds)
            {
                var compiler = table.Compilers.GetValueOrDefault(words.Split(' ')[0]) ?? throw new RuntimePacksException($"zoo.json has no compiler for {which.Name}'s build {name}: {words}");
                yield return new ZooLibrary(which, name, compiler, Path.Combine(folder, "sources"), toolbox);
            }
        }
    }

    /// <summary>The sample's crate, which has no dependencies.</summary>
    private static RustCrate SmallCrate(string root, string corpus)
    {
        var list = CallList.Read(Path.Combine(corpus, "calls", "small.json"));
        return new RustCrate("small", Path.Combine(root, "samples", "slim-bindings"), "slim_bindings", "^(uniffi_|ffi_slim|UNIFFI_META_|slim_.*_uniffi_reexport_hack$)")
        {
            Support = Path.Combine(corpus, "support"),
            Declarations = list.Declarations,
            Calls = list.Calls,
        };
    }
}
