using System.IO.Compression;
using RuntimePacks.Tools;

namespace Corpus.Tests;

/// <summary>
/// The large library inside of programs that are published with NativeAOT, for this machine and for arm64 under qemu, and in one that
/// is run without: HTTP, TLS and QUIC over loopback, and a panic that is caught.
/// </summary>
[Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
public sealed class LargePackTests
{
    private static readonly string[] s_targets = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

    private static string Definition => Repository.PathOf("samples", "corpus", "large.json");

    [Theory]
    [InlineData("full")]
    [InlineData("strip")]
    [InlineData("none")]
    public async Task A_published_program_makes_every_round_trip(string mode)
    {
        using var release = new TemporaryFolder();
        var packed = await PackAsync(release, mode, "Smoke");
        foreach (var rid in (string[])["linux-x64", "linux-arm64"])
        {
            Assert.Contains($"ran the program for {rid}: 9 answers are right", packed.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("full")]
    [InlineData("strip")]
    [InlineData("none")]
    public async Task A_program_that_is_only_run_does_too(string mode)
    {
        using var release = new TemporaryFolder();
        await PackAsync(release, mode, "Pack");
        var app = Directory.CreateDirectory(release["app"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("samples", "corpus", "App")))
        {
            File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
        }

        // Outside of this folder nobody has seen these packages: their version is the same in every mode.
        release.Write("app/nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{release["nuget"]}" /></config>
              <packageSources><add key="packed" value="{Path.Combine(Output(mode), "packages")}" /></packageSources>
            </configuration>
            """);
        var run = await new Command("dotnet", "run", "-c", "Release") { WorkingDirectory = app }
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("9 checks passed", run.Succeeded().Output, StringComparison.Ordinal);
    }

    private static async Task<CommandResult> PackAsync(TemporaryFolder release, string mode, string target)
    {
        foreach (var triple in s_targets)
        {
            var name = $"large/{triple}-debug";
            var index = await BuiltCorpus.WithAsync(name);
            var library = index.PathOf(index[name]);
            using var zip = await ZipFile.OpenAsync(
                release[$"corpus-large-{triple}.zip"], ZipArchiveMode.Create, TestContext.Current.CancellationToken);
            await zip.CreateEntryFromFileAsync(
                library, Path.GetFileName(library), CompressionLevel.Fastest, TestContext.Current.CancellationToken);
        }

        return await BuildProgram.SucceedsAsync(
            "--target", target, "--definition", Definition, "--from", release.Path, "--release", "0.0.1", "--lock", release["lock.json"],
            "--slim", mode, "--output", Output(mode));
    }

    private static string Output(string mode) => Repository.PathOf("artifacts", "tests", $"large-{mode}");
}
