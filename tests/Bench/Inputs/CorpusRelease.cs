using System.IO.Compression;
using Corpus;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;

namespace Bench.Inputs;

/// <summary>
/// A release of one crate of the corpus: an asset for each target that it was built for, and a definition in which each has a RID.
/// Zipped once, and kept as long as the libraries stay the same.
/// </summary>
internal sealed class CorpusRelease
{
    public const string Version = "1.4.0";

    /// <summary>The target that benchmarks of one library take, since this machine's programs can be linked with it.</summary>
    public const string LinuxX64 = "x86_64-unknown-linux-gnu";

    /// <summary>Changes when something else is made of the same libraries.</summary>
    private const string Made = "1";

    private readonly string _part;
    private readonly string _folder;
    private readonly Lazy<PackDefinition> _definition;

    private CorpusRelease(string part, string folder, IReadOnlyList<CorpusLibrary> libraries)
    {
        (_part, _folder, Libraries) = (part, folder, libraries);
        _definition = new Lazy<PackDefinition>(() => PackDefinition.Load(DefinitionFile));
    }

    /// <summary>In the order of their targets.</summary>
    public IReadOnlyList<CorpusLibrary> Libraries { get; }

    public PackDefinition Definition => _definition.Value;

    public string DefinitionFile => Path.Combine(_folder, "definition.json");

    public string Tag => Definition.TagPatterns[0].Replace("{version}", Version, StringComparison.Ordinal);

    /// <summary>The folder with the assets.</summary>
    public string Assets => Path.Combine(_folder, "assets");

    /// <summary>In words: how many libraries, and how large they are.</summary>
    public string Extent => Libraries is [var one]
        ? $"a library of {Size.Text(one.Size)}"
        : $"{Libraries.Count} libraries of {Size.Text(Libraries.Min(one => one.Size))} to {Size.Text(Libraries.Max(one => one.Size))}";

    /// <summary>The path of a library's asset.</summary>
    public string AssetOf(CorpusLibrary library) => Path.Combine(Assets, new AssetNames(Definition).Of(library.Target));

    /// <summary>The RID of a library's package.</summary>
    public string RidOf(CorpusLibrary library) => Definition.Platforms.Single(platform => platform.Target == library.Target).Rid!;

    /// <summary>Makes the release of those libraries that the corpus has.</summary>
    /// <param name="part">The part of the corpus.</param>
    /// <param name="variant"><c>debug</c> for libraries with debugging data, <c>release</c> for those without.</param>
    /// <param name="log">Told, in a line each, what is left out and what is zipped.</param>
    /// <param name="target">The only target; null for all.</param>
    /// <exception cref="RuntimePacksException">The corpus has none of them.</exception>
    public static async Task<CorpusRelease> MakeAsync(string part, string variant, ILogger log, string? target = null)
    {
        var index = CorpusIndex.Read(new Workspace(Repository.Output).CorpusFolder);
        var wanted = index.Entries.Where(entry => (entry.Part, entry.Variant, entry.Target) == (part, variant, target ?? entry.Target));
        var libraries = new List<CorpusLibrary>();
        foreach (var entry in wanted)
        {
            if (entry.Path is null) log.Warn($"left out {entry.Name}: {entry.MissingBecause}");
            else libraries.Add(new CorpusLibrary(entry.Target, index.PathOf(entry), entry.Size, entry.Exports));
        }

        var name = string.Join('-', new[] { part, variant, target }.OfType<string>());
        if (libraries.Count == 0) throw new RuntimePacksException($"the corpus in {index.Folder} has no library for {name}");
        var release = new CorpusRelease(part, Path.Combine(Repository.Scratch, name), libraries);
        await release.ZipAsync(log);
        return release;
    }

    /// <summary>Runs the build program on it.</summary>
    public Task<MeasuredProcess> BuildAsync(string stage, string output, params IEnumerable<string> more) =>
        MeasuredProcess.RunAsync(
            Repository.Build(
            [
                "--from", Assets, "--release", Version, "--lock", Path.Combine(output, "slim.lock.json"), "--definition", DefinitionFile,
                "--target", stage, "--output", output, .. more,
            ]));

    private async Task ZipAsync(ILogger log)
    {
        var digests = await Task.WhenAll(Libraries.Select(library => Digest.OfFileAsync(library.Path)));
        var definition = CorpusDefinition.Text(_part, Libraries);
        var key = Digest.OfTexts([.. Libraries.Select(library => library.Target), .. digests, definition, Made]);
        var keyFile = Path.Combine(_folder, "key");
        if (File.Exists(keyFile) && await File.ReadAllTextAsync(keyFile) == key) return;

        log.Say($"zipping {Extent}");
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(Assets);
        await File.WriteAllTextAsync(DefinitionFile, definition);
        await Parallel.ForEachAsync(Libraries, async (library, cancel) =>
        {
            var asset = AssetOf(library);
            using (var zip = await ZipFile.OpenAsync(asset, ZipArchiveMode.Create, cancel))
            {
                await zip.CreateEntryFromFileAsync(library.Path, Path.GetFileName(library.Path), CompressionLevel.Optimal, cancel);
            }

            log.Say($"{library.Target}: {Size.Text(library.Size)}, zipped {Size.Text(new FileInfo(asset).Length)}");
        });
        await File.WriteAllTextAsync(keyFile, key);
    }
}
