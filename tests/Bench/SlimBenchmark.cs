using System.Diagnostics;
using System.Xml.Linq;
using Bench.Inputs;
using Microsoft.Extensions.Logging;
using NuGet.Packaging;
using NuGet.Versioning;
using RuntimePacks;
using RuntimePacks.Pipeline;

namespace Bench;

/// <summary>
/// Slim and Pack of large libraries, against what others do with the same archives as they are: <c>dotnet pack</c> of a project for
/// each at once, and NuGet's PackageBuilder alone, on all cores. And how large the packages are.
/// </summary>
internal sealed class SlimBenchmark : Benchmark
{
    /// <summary>The program's argument for the process in which PackageBuilder is measured.</summary>
    public const string Pack = "--pack";

    private const int Rounds = 3;

    public override string Name => "slim";

    public override string Libraries => "large/*-debug";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var release = await CorpusRelease.MakeAsync("large", "debug", log);
        var (full, strip, none) = (
            Repository.EmptyFolder("slim-full"), Repository.EmptyFolder("slim-strip"), Repository.EmptyFolder("slim-none"));
        await release.BuildAsync("Verify", full);
        var (ours, packs, builders) = (new List<MeasuredProcess>(), new List<MeasuredProcess>(), new List<MeasuredProcess>());
        for (var round = 1; round <= Rounds; round++)
        {
            var made = new Workspace(full);
            made.Slimmed.Remove();
            made.Packed.Remove();
            var slim = await release.BuildAsync("Slim", full, "--exclusive");
            var pack = await release.BuildAsync("Pack", full, "--exclusive");
            ours.Add(new MeasuredProcess(slim.Elapsed + pack.Elapsed, Math.Max(slim.Peak, pack.Peak)));
            packs.Add(await DotnetPackAsync(release));
            string[] archives = [.. release.Libraries.Select(library => library.Path)];
            builders.Add(await MeasuredProcess.RunAsync(Repository.Bench([Pack, Repository.EmptyFolder("builder"), .. archives])));
            log.Say($"round {round}: Slim {slim} and Pack {pack}; dotnet pack {packs[^1]}; PackageBuilder {builders[^1]}");
        }

        await release.BuildAsync("Pack", strip, "--slim", "strip");
        await release.BuildAsync("Pack", none, "--slim", "none");
        var (our, their, builder) = (MeasuredProcess.Median(ours), MeasuredProcess.Median(packs), MeasuredProcess.Median(builders));
        var what = $"slim and pack {release.Extent}";
        return
        [
            new BenchmarkRow($"{what}, against dotnet pack of the same as they are", $"{our:0.0} s", $"{their:0.0} s", our / their, 0.6),
            new BenchmarkRow($"{what}, against PackageBuilder on all cores", $"{our:0.0} s", $"{builder:0.0} s", our / builder, 1.2),
            .. new PackageSizes(release, full, strip, none).Rows("large", _ => 0.1),
        ];
    }

    /// <summary>Packs every archive with NuGet's PackageBuilder, on all cores; a package has the name of its archive's folder.</summary>
    public static int PackAll(string packages, IEnumerable<string> archives)
    {
        Parallel.ForEach(archives, archive =>
        {
            var id = Path.GetFileName(Path.GetDirectoryName(archive))!;
            var builder = new PackageBuilder { Id = id, Version = new NuGetVersion(1, 0, 0), Description = id, Authors = { id } };
            builder.Files.Add(
                new PhysicalPackageFile { SourcePath = archive, TargetPath = $"runtimes/any/native/{Path.GetFileName(archive)}" });
            using var package = File.Create(Path.Combine(packages, id + ".nupkg"));
            builder.Save(package);
        });
        return 0;
    }

    /// <summary>A project for each library, as people write them, in one solution.</summary>
    private static async Task<MeasuredProcess> DotnetPackAsync(CorpusRelease release)
    {
        var folder = Repository.EmptyFolder("dotnet-pack");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        var solution = new XElement("Solution");
        foreach (var library in release.Libraries)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, library.Target)).FullName;
            var project = Path.Combine(place, library.Target + ".csproj");
            await File.WriteAllTextAsync(project, $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><IncludeBuildOutput>false</IncludeBuildOutput><Version>1.0.0</Version><NoWarn>NU5128</NoWarn></PropertyGroup>
                  <ItemGroup><None Include="{library.Path}" Pack="true" PackagePath="runtimes/any/native" /></ItemGroup>
                </Project>
                """);
            solution.Add(new XElement("Project", new XAttribute("Path", project)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "Bench.slnx"), solution.ToString());
        string[] arguments = ["pack", Path.Combine(folder, "Bench.slnx"), "-c", "Release", "-o", Path.Combine(folder, "packages")];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        var measured = await MeasuredProcess.RunAsync(start);
        Directory.Delete(folder, recursive: true);
        return measured;
    }
}
