using System.Runtime.CompilerServices;
using RuntimePacks.Releases;
using RuntimePacks.Tools;
using Testing;

[assembly: AssemblyFixture(typeof(Samples.Tests.BuiltRelease))]

namespace Samples.Tests;

/// <summary>
/// The sample release, built once for all tests and kept between runs: the pipeline's own where it is up to date, else one
/// in a temporary folder of this source tree. Every zip is unpacked by unzip.
/// </summary>
public sealed class BuiltRelease : IAsyncLifetime
{
    public static string Root { get; } = FindRoot();

    public static string Sources => Path.Combine(Root, "samples");

    public static IReadOnlyList<string> Exports { get; } = File.ReadAllLines(Path.Combine(Sources, "exports.txt"));

    public static IReadOnlyList<SampleTarget> Targets { get; } = SampleSources.Of(Root).Targets;

    public static TheoryData<string> Triples { get; } = [.. Targets.Select(target => target.Triple)];

    public Toolbox Tools { get; } = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), new LineLog(Console.WriteLine));

    public string Folder { get; private set; } = Path.Combine(Root, "artifacts", "sample");

    public static string Cache => Path.Combine(Temporary, "cache");

    public ReleaseManifest Release { get; private set; } = null!;

    /// <summary>Of this run alone.</summary>
    public string Scratch { get; } = Directory.CreateTempSubdirectory("samples-tests-").FullName;

    private static string Temporary => Path.Combine(Path.GetTempPath(), "slim-native-samples" + Root.Replace(Path.DirectorySeparatorChar, '-'));

    public async ValueTask InitializeAsync()
    {
        await Tools.RequireAllAsync(["clang", "unzip", "llvm-nm", "llvm-readobj", "llvm-ar"]);
        if (await SampleRelease.FindAsync(SampleSources.Of(Root), Folder, Tools) is { } release)
        {
            Release = release;
        }
        else
        {
            Folder = Path.Combine(Temporary, "release");
            Release = await SampleRelease.BuildAsync(SampleSources.Of(Root), Folder, Cache, Tools, new LineLog(Console.WriteLine));
        }

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

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
