using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using Bench.Inputs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks;
using StaticLibraries.Slimming.Linking;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Pipeline;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace Bench;

/// <summary>
/// From the assets of large libraries to packages with them as they were built, against the least that somebody who trusts nothing must
/// do: inflate each library and hash it, copy its asset and hash that. Once side by side in this process, when both are compiled; and
/// once as programs, from their start to their end, where ours also finds the release and hashes its assets.
/// </summary>
internal sealed class PassthroughBenchmark : Benchmark
{
    /// <summary>The program's argument for the process in which the floor is measured.</summary>
    public const string Floor = "--floor";

    private const int Rounds = 5;
    private const int BufferBytes = 1 << 17;

    public override string Name => "passthrough";

    public override string Libraries => "large/*-debug";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var corpus = await CorpusRelease.MakeAsync("large", "debug", log);
        var listed = Repository.EmptyFolder("listed");
        await corpus.BuildAsync("Verify", listed);
        var release = new Workspace(listed).Release.Read();
        var (carried, inflated, programs, floors) = (
            new List<MeasuredProcess>(), new List<MeasuredProcess>(), new List<MeasuredProcess>(), new List<MeasuredProcess>());
        for (var round = 0; round <= Rounds; round++)
        {
            inflated.Add(await TimeAsync(folder => Task.FromResult(InflateHashAndCopy(corpus.Assets, folder))));
            carried.Add(await TimeAsync(folder => CarryAsync(corpus, release, folder)));
            floors.Add(await MeasuredProcess.RunAsync(Repository.Bench(Floor, corpus.Assets, Repository.EmptyFolder("floor"))));
            programs.Add(await corpus.BuildAsync("Pack", Repository.EmptyFolder("passthrough"), "--slim", "none"));
            log.Say(
                $"round {round}: Verify and Pack {carried[^1]}, the floor {inflated[^1]}; "
                + $"as programs {programs[^1]} and {floors[^1]}{(round == 0 ? "; not counted" : "")}");
        }

        var (carry, inflate, program, floor) = (Median(carried), Median(inflated), Median(programs), Median(floors));
        return
        [
            new BenchmarkRow(
                $"{corpus.Libraries.Count} assets verified and packed as they came, against inflate, SHA-256 and copy, both compiled",
                $"{carry:0.00} s", $"{inflate:0.00} s", carry / inflate, 2.5),
            new BenchmarkRow(
                "the same as programs; ours finds the release and hashes its assets too", $"{program:0.00} s", $"{floor:0.00} s",
                program / floor, 4),
        ];

        static double Median(List<MeasuredProcess> runs) => MeasuredProcess.Median(runs[1..]);
    }

    private static async Task<MeasuredProcess> TimeAsync(Func<string, Task> work)
    {
        var folder = Repository.EmptyFolder("passthrough");
        // What benchmarks before this one left in memory is not its own.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var clock = Stopwatch.StartNew();
        await work(folder);
        return new MeasuredProcess(clock.Elapsed, 0);
    }

    /// <summary>Verifies every asset of the release, and packs it as it came.</summary>
    private static async Task CarryAsync(CorpusRelease corpus, Release release, string output)
    {
        var definition = corpus.Definition;
        var toolbox = Toolbox.Load(Path.Combine(Repository.Root, "build", "tools.json"), NullLogger.Instance);
        var verified = await new AssetVerifier(
            definition, Path.Combine(output, "libraries"), keepsFiles: false, NullLogger.Instance).VerifyAsync(release, PathOf, []);
        var libraries = await new Slimmer(
            definition, toolbox, Path.Combine(output, "slimmed"), NullLogger.Instance).SlimAsync(verified, SlimMode.None, []);
        await new Packer(
            definition, PackageSources.Load(Repository.Root), Path.Combine(output, "packages")).PackAsync(
                release, null, libraries, PathOf, [], NullLogger.Instance);

        string PathOf(Asset asset) => Path.Combine(corpus.Assets, asset.Name);
    }

    /// <summary>Inflates and hashes what is in every asset of a folder, and copies and hashes the asset, on all cores.</summary>
    public static int InflateHashAndCopy(string assets, string folder)
    {
        Parallel.ForEach(Directory.EnumerateFiles(assets), asset =>
        {
            using var zip = ZipFile.OpenRead(asset);
            using var library = zip.Entries.Single().Open();
            using var buffered = new BufferedStream(library, BufferBytes);
            _ = SHA256.HashData(buffered);
            using var read = new HashedFileStream(asset);
            using var copy = File.Create(Path.Combine(folder, Path.GetFileName(asset)), BufferBytes);
            read.CopyTo(copy, BufferBytes);
            _ = read.ReadToEnd();
        });
        return 0;
    }
}
