using RuntimePacks.Releases;
using RuntimePacks.Tools;

[assembly: AssemblyFixture(typeof(Samples.Tests.BuiltRelease))]

namespace Samples.Tests;

/// <summary>The sample release, every zip of it unpacked by unzip.</summary>
public sealed class BuiltRelease : IAsyncLifetime
{
    public static string Sources => Repository.PathOf("samples");

    public static IReadOnlyList<string> Exports { get; } = File.ReadAllLines(Path.Combine(Sources, "exports.txt"));

    public static IReadOnlyList<SampleTarget> Targets { get; } = SampleSources.Of(Repository.Root).Targets;

    public static TheoryData<string> Triples { get; } = [.. Targets.Select(target => target.Triple)];

    public Toolbox Tools { get; } = Repository.Tools;

    public string Folder { get; private set; } = "";

    public ReleaseManifest Release { get; private set; } = null!;

    /// <summary>Of this run alone.</summary>
    public string Scratch { get; } = Directory.CreateTempSubdirectory("samples-tests-").FullName;

    public async ValueTask InitializeAsync()
    {
        await Tools.RequireAllAsync(["clang", "unzip", "llvm-nm", "llvm-readobj", "llvm-ar"]);
        Folder = await SampleAssets.FolderAsync();
        Release = (await SampleRelease.FindAsync(SampleSources.Of(Repository.Root), Folder, Tools))!;
        await Parallel.ForEachAsync(Targets, async (target, stop) =>
            await new Command(Tools["unzip"].Find()!, "-q", Path.Combine(Folder, target.Zip), "-d", Unpacked(target)).OutputAsync(stop));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Scratch, recursive: true);
        return ValueTask.CompletedTask;
    }

    public static SampleTarget Target(string triple) => Targets.Single(target => target.Triple == triple);

    public string Unpacked(SampleTarget target) => Path.Combine(Scratch, target.Triple);

    public string StaticLibrary(SampleTarget target) => Path.Combine(Unpacked(target), target.StaticLibrary);

    /// <summary>What a tool prints, a line each.</summary>
    public async Task<string[]> LinesAsync(string tool, params string[] arguments) =>
        (await new Command(Tools[tool].Find()!, arguments).OutputAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
