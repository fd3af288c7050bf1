using Corpus.Rust;
using Corpus.Zoo;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Corpus;

/// <summary>The whole corpus: what is in it, in the order in which it is made.</summary>
internal static class Recipes
{
    /// <param name="root">The repository's root, full.</param>
    /// <param name="cache">The folder that holds caches, full.</param>
    /// <param name="toolbox">The corpus' own tools.</param>
    /// <param name="log">Told, in a line, when something is downloaded or installed.</param>
    public static IReadOnlyList<Recipe> Of(string root, string cache, Toolbox toolbox, ILogger log)
    {
        var corpus = Path.Combine(root, "samples", "corpus");
        var toolchain = new RustToolchain(cache, log);
        var crates = new DebianCrates(log);
        var small = SmallCrate(root, corpus);
        return
        [
            .. RustTarget.All.Select(target => new RustLibrary(toolchain, small, target, debug: false)),
            .. RustTarget.All.Select(target => new RustLibrary(toolchain, small, target, debug: true)),
            .. ZooLibraries(Path.Combine(corpus, "zoo"), toolbox),
            .. LargeLibraries(toolchain, crates, corpus),
            new RustLibrary(toolchain, BindingsCrate(corpus), RustTarget.LinuxX64, debug: false) { Crates = crates },
            new RustLibrary(toolchain, BindingsCrate(corpus), RustTarget.LinuxX64, debug: true) { Crates = crates },
        ];
    }

    private static IEnumerable<ZooLibrary> ZooLibraries(string folder, Toolbox toolbox)
    {
        var table = ZooTable.Read(Path.Combine(folder, "zoo.json"));
        foreach (var which in table.Cases)
        {
            foreach (var (name, words) in which.Builds)
            {
                var compiler = table.Compilers.GetValueOrDefault(words.Split(' ')[0])
                    ?? throw new RuntimePacksException($"zoo.json has no compiler for {which.Name}'s build {name}: {words}");
                yield return new ZooLibrary(which, name, compiler, Path.Combine(folder, "sources"), toolbox);
            }
        }
    }

    /// <summary>With all features where there is a C compiler for ring; elsewhere with what is left.</summary>
    private static RustLibrary[] LargeLibraries(RustToolchain toolchain, DebianCrates crates, string corpus)
    {
        var all = LargeCrate(corpus, null);
        var sockets = LargeCrate(corpus, ["net"], "corpus_tls", "corpus_quic");
        // Debian's mio has no Windows in it.
        var neither = LargeCrate(corpus, [], "corpus_tls", "corpus_quic", "corpus_http2");
        return
        [
            Large(all, RustTarget.LinuxX64, debug: true), Large(all, RustTarget.LinuxX64, debug: false),
            Large(all, RustTarget.LinuxArm64, debug: true), Large(all, RustTarget.MuslX64, debug: true),
            Large(sockets, RustTarget.MacArm64, debug: true), Large(sockets, RustTarget.MacX64, debug: true),
            Large(neither, RustTarget.MsvcX64, debug: true), Large(neither, RustTarget.MsvcArm64, debug: true),
        ];

        RustLibrary Large(RustCrate crate, RustTarget target, bool debug) => new(toolchain, crate, target, debug) { Crates = crates };
    }

    /// <summary>What programs need beside a library is what Smoke's programs need.</summary>
    private static string Support(string corpus) => Path.GetFullPath("../../src/RuntimePacks/Smoke/Start", corpus);

    private static RustCrate LargeCrate(string corpus, string[]? features, params string[] without)
    {
        var list = CallList.Read(Path.Combine(corpus, "calls", "large.json"));
        return new RustCrate("large", Path.Combine(corpus, "large"), "corpus_large", "^corpus_[a-z0-9]+$")
        {
            Support = Support(corpus),
            Features = features,
            Declarations = list.Declarations,
            Calls = list.Without(without),
        };
    }

    /// <summary>The large crate's code behind some 500 exports in UniFFI's shape.</summary>
    private static RustCrate BindingsCrate(string corpus) => new(
        "bindings", Path.Combine(corpus, "large"), "corpus_large", "^(uniffi_corpus_|ffi_corpus_)")
    {
        Support = Support(corpus),
        Features = ["tls", "bindings"],
        Declarations =
        [
            "typedef struct { int8_t code; struct { uint64_t capacity, length; uint8_t *data; } error; } Status;",
            "static Status status;",
        ],
        CallOf = name => name.Split("_method_")[0] switch
        {
            "uniffi_corpus_fn" => ($"uint64_t {name}(uint64_t, Status *);", $"{name}(5, &status)"),
            "uniffi_corpus_checksum" => ($"uint16_t {name}(void);", $"{name}()"),
            _ => null,
        },
    };

    /// <summary>The sample's crate, which has no dependencies.</summary>
    private static RustCrate SmallCrate(string root, string corpus)
    {
        var list = CallList.Read(Path.Combine(corpus, "calls", "small.json"));
        const string Exports = "^(uniffi_|ffi_slim|UNIFFI_META_|slim_.*_uniffi_reexport_hack$)";
        return new RustCrate("small", Path.Combine(root, "samples", "slim-bindings"), "slim_bindings", Exports)
        {
            Support = Support(corpus),
            Declarations = list.Declarations,
            Calls = list.Calls,
        };
    }
}
