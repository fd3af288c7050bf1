using Bench.Inputs;
using Microsoft.Extensions.Logging;
using RuntimePacks;

namespace Bench;

/// <summary>
/// What the targets of the packages cost: publishing with NativeAOT against the same project with the archive wired by
/// hand, and a build in which nothing changed against a project without the package.
/// </summary>
internal sealed class WiringBenchmark : Benchmark
{
    private const int PublishRounds = 5;
    private const int BuildRounds = 9;
    private const double NoticedSeconds = 0.2;

    private static readonly string[] Built = ["bin", "obj/Release"];

    private const string Calls = """
        using System.Runtime.InteropServices;
        Console.WriteLine(Slim.ContractVersion());
        static class Slim { [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] public static extern uint ContractVersion(); }
        """;

    private const string Package = $"""<PackageReference Include="Slim.Native" Version="{CorpusRelease.Version}" />""";

    public override string Name => "wiring";

    public override string Libraries => $"small/{CorpusRelease.LinuxX64}-release";

    public override async Task<IReadOnlyList<BenchmarkRow>> RunAsync(ILogger log)
    {
        var release = await CorpusRelease.MakeAsync("small", "release", log, CorpusRelease.LinuxX64);
        var (root, pipeline) = (Repository.EmptyFolder("wiring"), Repository.EmptyFolder("wiring-pipeline"));
        await release.BuildAsync("Pack", pipeline);
        var consumer = new Consumer(root, Path.Combine(pipeline, "packages"), Path.Combine(root, "packages"));
        consumer.Write("package", Package, Calls, aot: true);
        await consumer.DotnetAsync("package", "restore");
        var archive = Directory.EnumerateFiles(
            Path.Combine(root, "packages", "runtime.linux-x64.slim.native"), "*.a", SearchOption.AllDirectories).Single();
        consumer.Write(
            "by-hand",
            $"""<DirectPInvoke Include="slim_bindings" /><NativeLibrary Include="{archive}" /><LinkerArg Include="-static-libgcc;-lm;-lpthread;-ldl" />""",
            Calls, aot: true);
        consumer.Write("with", Package, Calls, aot: false);
        consumer.Write("without", "", "Console.WriteLine();", aot: false);
        foreach (var project in new[] { "by-hand", "with", "without" }) await consumer.DotnetAsync(project, "restore");

        var (package, byHand) = await AlternateAsync("package", "by-hand", PublishRounds, async project =>
        {
            foreach (var folder in Built.Select(folder => Path.Combine(consumer[project], folder)).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            return await consumer.DotnetAsync(project, "publish", "--no-restore");
        });
        foreach (var project in new[] { "with", "without" }) await consumer.DotnetAsync(project, "build");
        var (with, without) = await AlternateAsync("with", "without", BuildRounds, project => consumer.DotnetAsync(project, "build"));
        return
        [
            new BenchmarkRow(
                "publish with the package, against the archive wired by hand", $"{package:0.00} s", $"{byHand:0.00} s", package / byHand,
                1.03),
            new BenchmarkRow(
                $"build with nothing changed: what the package adds, against {NoticedSeconds} s", $"{with - without:0.000} s",
                $"{NoticedSeconds} s", Math.Max(0, with - without) / NoticedSeconds, 1),
        ];

        // The least of several: what else the machine does only adds.
        async Task<(double One, double Other)> AlternateAsync(string one, string other, int rounds, Func<string, Task<MeasuredProcess>> run)
        {
            var (ones, others) = (new List<double>(), new List<double>());
            for (var round = 1; round <= rounds; round++)
            {
                ones.Add((await run(one)).Elapsed.TotalSeconds);
                others.Add((await run(other)).Elapsed.TotalSeconds);
                log.Say($"round {round}: {one} {ones[^1]:0.00} s, {other} {others[^1]:0.00} s");
            }

            return (ones.Min(), others.Min());
        }
    }
}
