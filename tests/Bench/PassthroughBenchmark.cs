using System.IO.Compression;
using System.Security.Cryptography;
using Bench.Inputs;
using RuntimePacks.Files;

namespace Bench;

/// <summary>
/// From nine assets to nine packages with the libraries as they were built, the whole program from its start to its end, against
/// the least that somebody who trusts nothing must do: inflate each library, hash it, and copy its asset.
/// </summary>
internal sealed class PassthroughBenchmark : Benchmark
{
    /// <summary>The program's argument for the process in which the floor is measured.</summary>
    public const string Floor = "--floor";

    private const int Rounds = 5;
    private const int BufferBytes = 1 << 17;

    public override string Name => "passthrough";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(Action<string> say)
    {
        await LargeRelease.MakeAsync(say);
        var (ours, floors) = (new List<MeasuredProcess>(), new List<MeasuredProcess>());
        for (var round = 1; round <= Rounds; round++)
        {
            floors.Add(await MeasuredProcess.RunAsync(Repository.Bench(Floor, LargeRelease.Assets, Repository.EmptyFolder("floor"))));
            ours.Add(await LargeRelease.BuildAsync("Pack", Repository.EmptyFolder("passthrough"), "--slim", "none"));
            say($"round {round}: ours {ours[^1].Elapsed.TotalSeconds:0.00} s, {Size.Text(ours[^1].Peak)}; inflate, SHA-256 and copy {floors[^1].Elapsed.TotalSeconds:0.00} s");
        }

        var (our, floor) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(floors));
        return [new BenchmarkRow("nine assets to packages with --slim none, against inflate, SHA-256 and copy", $"{our:0.00} s", $"{floor:0.00} s", our / floor, 1.5)];
    }

    /// <summary>Inflates and hashes what is in every asset of a folder, and copies the asset, on all cores.</summary>
    public static int InflateHashAndCopy(string assets, string folder)
    {
        Parallel.ForEach(Directory.EnumerateFiles(assets), asset =>
        {
            using var zip = ZipFile.OpenRead(asset);
            using var library = zip.Entries.Single().Open();
            using var buffered = new BufferedStream(library, BufferBytes);
            var digest = Convert.ToHexStringLower(SHA256.HashData(buffered));
            File.Copy(asset, Path.Combine(folder, Path.GetFileName(asset)));
            Console.WriteLine($"{digest}  {Path.GetFileName(asset)}");
        });
        return 0;
    }
}
