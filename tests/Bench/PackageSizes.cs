using Bench.Inputs;

namespace Bench;

/// <summary>How large the packages of a release are with its libraries slimmed, stripped, and as they were built.</summary>
/// <param name="release">What was packed.</param>
/// <param name="full">The output folder of the run that slimmed.</param>
/// <param name="strip">The output folder of the run that stripped.</param>
/// <param name="none">The output folder of the run that left them as they were.</param>
internal sealed class PackageSizes(CorpusRelease release, string full, string strip, string none)
{
    /// <summary>Packs the release three times, into output folders of these names.</summary>
    public static async Task<PackageSizes> PackAsync(CorpusRelease release, string name)
    {
        var outputs = new Dictionary<string, string>();
        foreach (var mode in (string[])["full", "strip", "none"])
        {
            outputs[mode] = Repository.EmptyFolder($"{name}-{mode}");
            await release.BuildAsync("Pack", outputs[mode], "--slim", mode);
        }

        return new PackageSizes(release, outputs["full"], outputs["strip"], outputs["none"]);
    }

    /// <summary>A row for each library.</summary>
    /// <param name="what">Which library it is, in words that follow the target.</param>
    /// <param name="limitOf">What the slimmed package must not exceed, in terms of the one with the library as built, by target.</param>
    public IEnumerable<BenchmarkRow> Rows(string what, Func<string, double> limitOf) =>
        from library in release.Libraries
        let rid = release.RidOf(library)
        let slimmed = Length(full, rid)
        let asBuilt = Length(none, rid)
        select new BenchmarkRow(
            $"package for {library.Target}, {what}: slimmed, against as built",
            $"{Text(slimmed)} (stripped {Text(Length(strip, rid))})", Text(asBuilt), (double)slimmed / asBuilt, limitOf(library.Target));

    /// <summary>To 10 KB: small libraries' packages have a few hundred.</summary>
    private static string Text(long bytes) => $"{bytes / 1e6:0.00} MB";

    private long Length(string output, string rid) =>
        new FileInfo(Path.Combine(output, "packages", $"{release.Definition.RuntimePackageId(rid)}.{CorpusRelease.Version}.nupkg")).Length;
}
