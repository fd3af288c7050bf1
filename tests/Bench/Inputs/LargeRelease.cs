using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using Samples;

namespace Bench.Inputs;

/// <summary>
/// A release with a large library for each of the nine targets, and a definition in which each has a RID. Kept between runs.
/// </summary>
internal static class LargeRelease
{
    /// <summary>The size of an archive that limits are for: SLIM's have it.</summary>
    public const int UsualMegabytes = 150;

    /// <summary>The largest size whose bytes fit into an array, as some of what is measured has them.</summary>
    public const int MostMegabytes = 2000;

    public const string Version = "1.4.0";

    /// <summary>Changes when what is made changes.</summary>
    private const string Made = "3";

    /// <summary>The size of each archive, in MB of 10^6 bytes.</summary>
    public static int Megabytes { get; set; } = UsualMegabytes;

    public static long ArchiveBytes => Megabytes * 1_000_000L;

    private static string Folder => Path.Combine(Repository.Scratch, $"{Megabytes}-MB");

    private static SampleSources Sources { get; } = SampleSources.Of(Repository.Root);

    public static PackDefinition Definition => PackDefinition.Load(DefinitionFile);

    private static string DefinitionFile => Path.Combine(Folder, "definition.json");

    /// <summary>The folder with the assets.</summary>
    public static string Assets => Path.Combine(Folder, "assets");

    /// <summary>The folder with the archives, as they are in the assets.</summary>
    public static string Archives => Path.Combine(Folder, "archives");

    /// <summary>Every target with its archive.</summary>
    public static IEnumerable<(SampleTarget Target, string Archive)> Libraries =>
        Sources.Targets.Select(target => (target, Path.Combine(Archives, target.StaticLibrary)));

    /// <summary>Runs the build program on it.</summary>
    public static Task<MeasuredProcess> BuildAsync(string stage, string output, params IEnumerable<string> more) =>
        MeasuredProcess.RunAsync(
            Repository.Build(
                [
                    "--from", Assets, "--release", Version, "--lock", Path.Combine(output, "slim.lock.json"), "--definition",
                    DefinitionFile, "--target", stage, "--output", output, .. more]));

    /// <exception cref="RuntimePacksException">The sample release, which it is made from, is not there.</exception>
    public static async Task MakeAsync(ILogger log)
    {
        var toolbox = Toolbox.Load(Path.Combine(Repository.Root, "build", "tools.json"), NullLogger.Instance);
        var sample = Path.Combine(Repository.Output, "sample");
        var release = await SampleRelease.FindAsync(Sources, sample, toolbox)
            ?? throw new RuntimePacksException($"the sample release is not up to date in {sample}: run ./build.sh --target Sample first");
        var key = Digest.OfTexts([.. release.Assets.Select(asset => asset.Digest!), Made]);
        var keyFile = Path.Combine(Folder, "key");
        if (File.Exists(keyFile) && await File.ReadAllTextAsync(keyFile) == key) return;

        log.Say($"making {Sources.Targets.Count} archives of {Size.Text(ArchiveBytes)}");
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        foreach (var folder in new[] { Assets, Archives }) Directory.CreateDirectory(folder);
        await Parallel.ForEachAsync(Sources.Targets, async (target, cancel) =>
        {
            var work = Directory.CreateDirectory(Path.Combine(Folder, target.Triple)).FullName;
            var made = await new LargeLibrary(target, Path.Combine(sample, target.Zip), work).MakeAsync(ArchiveBytes);
            var archive = Path.Combine(Archives, target.StaticLibrary);
            File.Move(made, archive);
            Directory.Delete(work, recursive: true);
            using var zip = await ZipFile.OpenAsync(Path.Combine(Assets, target.Zip), ZipArchiveMode.Create, cancel);
            await zip.CreateEntryFromFileAsync(archive, target.StaticLibrary, CompressionLevel.Optimal, cancel);
            log.Say(
                $"{target.Triple}: {Size.Text(new FileInfo(archive).Length)}, zipped {Size.Text(new FileInfo(Path.Combine(Assets, target.Zip)).Length)}");
        });
        await File.WriteAllTextAsync(DefinitionFile, DefinitionText());
        await File.WriteAllTextAsync(keyFile, key);
    }

    /// <summary>The project's own definition, with a package for windows-gnu too: nine archives, nine packages.</summary>
    private static string DefinitionText()
    {
        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "packaging", "slim.json")))!.AsObject();
        var gnu = definition["platforms"]!.AsArray().Select(platform => platform!.AsObject()).Single(platform => platform["rid"] is null);
        gnu.Remove("notPackedBecause");
        gnu["rid"] = "solaris-x64"; // any that no other target has
        return definition.ToJsonString().Replace("../samples", Path.Combine(Repository.Root, "samples"), StringComparison.Ordinal);
    }
}
