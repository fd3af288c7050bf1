using System.Xml.Linq;
using Bench.Inputs;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Packing;

namespace Bench;

/// <summary>
/// Slim and Pack of nine large libraries, against what others do with the same archives as they are: <c>dotnet pack</c> of nine
/// projects at once, and NuGet's PackageBuilder alone, on all cores. And how large the packages are.
/// </summary>
internal sealed class SlimBenchmark : Benchmark
{
    /// <summary>The program's argument for the process in which PackageBuilder is measured.</summary>
    public const string Pack = "--pack";

    private const int Rounds = 3;

    private static readonly string[] s_measured = ["slimmed", "packages"];

    public override string Name => "slim";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        await LargeRelease.MakeAsync(log);
        var (full, strip, none) = (Repository.EmptyFolder("full"), Repository.EmptyFolder("strip"), Repository.EmptyFolder("none"));
        await LargeRelease.BuildAsync("Verify", full);
        var (ours, packs, builders) = (new List<MeasuredProcess>(), new List<MeasuredProcess>(), new List<MeasuredProcess>());
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var stage in s_measured)
            {
                Directory.Delete(Directory.CreateDirectory(Path.Combine(full, stage)).FullName, recursive: true);
            }

            var slim = await LargeRelease.BuildAsync("Slim", full, "--exclusive");
            var pack = await LargeRelease.BuildAsync("Pack", full, "--exclusive");
            ours.Add(new MeasuredProcess(slim.Elapsed + pack.Elapsed, Math.Max(slim.Peak, pack.Peak)));
            packs.Add(await DotnetPackAsync());
            builders.Add(await MeasuredProcess.RunAsync(Repository.Bench(Pack, LargeRelease.Archives, Repository.EmptyFolder("builder"))));
            log.Say(
                $"round {round}: Slim {slim.Elapsed.TotalSeconds:0.0} s and Pack {pack.Elapsed.TotalSeconds:0.0} s; dotnet pack {packs[^1].Elapsed.TotalSeconds:0.0} s; PackageBuilder {builders[^1].Elapsed.TotalSeconds:0.0} s");
        }

        await LargeRelease.BuildAsync("Pack", strip, "--slim", "strip");
        await LargeRelease.BuildAsync("Pack", none, "--slim", "none");
        var (our, their, builder) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(packs), MeasuredProcess.Median(builders));
        var what = $"slim and pack nine archives of {LargeRelease.Megabytes} MB";
        return
        [
            new BenchmarkRow($"{what}, against dotnet pack of the same as they are", $"{our:0.0} s", $"{their:0.0} s", our / their, 1),
            new BenchmarkRow($"{what}, against PackageBuilder on all cores", $"{our:0.0} s", $"{builder:0.0} s", our / builder, 1),
            .. Sizes(none, strip, full),
        ];
    }

    /// <summary>Packs every archive of a folder with NuGet's PackageBuilder, on all cores.</summary>
    public static int PackAll(string archives, string packages)
    {
        Parallel.ForEach(Directory.EnumerateFiles(archives), archive =>
        {
            var content = new PackageContent(Nuspec(Path.GetFileNameWithoutExtension(archive)));
            content.AddFile($"runtimes/any/native/{Path.GetFileName(archive)}", archive, "");
            content.WriteAsync(
                Path.Combine(
                    packages, Path.GetFileNameWithoutExtension(archive) + ".nupkg"), _ => { }, CancellationToken.None).GetAwaiter().GetResult();
        });
        return 0;
    }

    private static IEnumerable<BenchmarkRow> Sizes(string none, string strip, string full)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(full, "packages"), "runtime.*").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var rid = name.Split('.')[1];
            var asBuilt = Length(none);
            yield return new BenchmarkRow(
                $"package for {rid}, stripped, against as built", Size.Text(Length(strip)), Size.Text(asBuilt),
                (double)Length(strip) / asBuilt, 1);
            yield return new BenchmarkRow(
                $"package for {rid}, slimmed, against as built", Size.Text(Length(full)), Size.Text(asBuilt),
                (double)Length(full) / asBuilt, 1);

            long Length(string output) => new FileInfo(Path.Combine(output, "packages", name)).Length;
        }
    }

    /// <summary>Nine projects that pack a file each, as people write them, in one solution.</summary>
    private static async Task<MeasuredProcess> DotnetPackAsync()
    {
        var folder = Repository.EmptyFolder("dotnet-pack");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        var solution = new XElement("Solution");
        foreach (var (target, archive) in LargeRelease.Libraries)
        {
            var project = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, target.Triple)).FullName, target.Triple + ".csproj");
            await File.WriteAllTextAsync(project, $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><IncludeBuildOutput>false</IncludeBuildOutput><Version>1.0.0</Version><NoWarn>NU5128</NoWarn></PropertyGroup>
                  <ItemGroup><None Include="{archive}" Pack="true" PackagePath="runtimes/any/native" /></ItemGroup>
                </Project>
                """);
            solution.Add(new XElement("Project", new XAttribute("Path", project)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "Bench.slnx"), solution.ToString());
        var start = new System.Diagnostics.ProcessStartInfo(
            "dotnet", [
                "pack", Path.Combine(folder, "Bench.slnx"), "-c", "Release", "-o", Path.Combine(folder, "packages")])
        { WorkingDirectory = folder };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        var measured = await MeasuredProcess.RunAsync(start);
        Directory.Delete(folder, recursive: true);
        return measured;
    }

    private static string Nuspec(string id) => $"""
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
        <id>{id}</id><version>1.0.0</version><authors>bench</authors><description>bench</description>
        </metadata></package>
        """;
}
