using System.IO.Compression;
using RuntimePacks.Tools;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

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
        var app = AppIn(release, Output(mode));
        var run = await new Command("dotnet", "run", "-c", "Release") { WorkingDirectory = app }
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("9 checks passed", run.Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>Two packs of it, as two projects that know nothing of each other would make them.</summary>
    [Fact]
    public async Task Two_of_them_are_in_one_published_program()
    {
        using var release = new TemporaryFolder();
        await PackAsync(release, "full", "Pack");
        using var other = new TemporaryFolder();
        await PackOtherAsync(other);
        var app = AppIn(release, Output("full"), Output("other"));
        var project = Path.Combine(app, "App.csproj");
        var reference = """<ItemGroup><PackageReference Include="Other.Native" Version="*" /></ItemGroup></Project>""";
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken))
            .Replace("</Project>", reference, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), $$"""
            using System.Runtime.InteropServices;
            (long One, long Other, long Right)[] answers =
            [
                (One.Tasks(100), Other.Tasks(100), 5050), (One.Panic(77), Other.Panic(77), 77), (One.Plugins(4), Other.Plugins(4), 28),
                (One.Http2(10), Other.Http2(10), 110), (One.Tls(10), Other.Tls(10), 110), (One.Quic(1000), Other.Quic(1000), 124716),
            ];
            foreach (var (one, other, right) in answers) Console.Write(one == right && other == right ? "right " : $"{one} {other} ");
            {{Bindings("One", "corpus_large", "")}}
            {{Bindings("Other", "corpus_other", SlimmedLibrary.OtherPack)}}
            """, TestContext.Current.CancellationToken);
        foreach (var (rid, run) in ((string, string[])[])[
            ("linux-x64", []), ("linux-arm64", ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"])])
        {
            await new Command("dotnet", "publish", "-r", rid, "-o", release[rid]) { WorkingDirectory = app }
                .OutputAsync(TestContext.Current.CancellationToken);
            string[] command = [.. run, Path.Combine(release[rid], "App")];
            var said = await new Command(command[0], command[1..]).OutputAsync(TestContext.Current.CancellationToken);
            Assert.Equal(string.Concat(Enumerable.Repeat("right ", 6)).TrimEnd(), said.TrimEnd());
        }
    }

    private static string Bindings(string name, string library, string prefix)
    {
        var functions = new[] { "Tasks(uint n)", "Panic(uint n)", "Plugins(long n)", "Http2(uint n)", "Tls(uint n)", "Quic(uint n)" };
        return $"static class {name} {{ {string.Concat(functions.Select(function =>
            $"[DllImport(\"{library}\", EntryPoint = \"{prefix}corpus_{function[..function.IndexOf('(')].ToLowerInvariant()}\")] "
            + $"public static extern long {function}; "))} }}";
    }

    /// <summary>The program of the sample in a folder of its own, with the packages of some outputs.</summary>
    private static string AppIn(TemporaryFolder folder, params string[] outputs)
    {
        var app = Directory.CreateDirectory(folder["app"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("samples", "corpus", "App")))
        {
            File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
        }

        var sources = outputs.Select((output, index) => $"""<add key="packed{index}" value="{Path.Combine(output, "packages")}" />""");
        // Elsewhere nobody has seen these packages, whose version is always the same. NativeAOT takes no folder with a space.
        folder.Write("app/nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Repository.EmptyScratch("large-nuget")}" /></config>
              <packageSources>{string.Concat(sources)}</packageSources>
            </configuration>
            """);
        return app;
    }

    /// <summary>Packs the same libraries under other names: of the packages, and of what they export.</summary>
    private static async Task PackOtherAsync(TemporaryFolder release)
    {
        foreach (var triple in s_targets)
        {
            var name = $"large/{triple}-debug";
            var index = await BuiltCorpus.WithAsync(name);
            var (exports, library) = (SlimmedLibrary.ExportsOf(index.PathOf(index[name]), index[name]), release["libcorpus_other.a"]);
            LibrarySlimmer.Slim(index.PathOf(index[name]), library,
                new SlimOptions { Mode = SlimMode.Strip, Exports = exports, Suffix = "other" });
            await SlimmedLibrary.RenameAsync(library, exports);
            await ZipAsync(library, release[$"corpus-other-{triple}.zip"]);
        }

        (string From, string To)[] names =
        [
            ("Corpus.Native", "Other.Native"), ("CorpusNative", "OtherNative"), ("CORPUS", "OTHER"), ("corpus-large-", "corpus-other-"),
            ("\"corpus_", "\"pack_corpus_"), ("\"pack_corpus_large\"", "\"corpus_other\""), ("\"App\"", "\".\""),
        ];
        var definition = names.Aggregate(await File.ReadAllTextAsync(Definition, TestContext.Current.CancellationToken),
            (text, name) => text.Replace(name.From, name.To, StringComparison.Ordinal));
        release.Write("other.json", definition);
        await BuildProgram.SucceedsAsync(
            "--target", "Pack", "--definition", release["other.json"], "--from", release.Path, "--release", "0.0.1",
            "--lock", release["lock.json"], "--output", Output("other"));
    }

    private static async Task<CommandResult> PackAsync(TemporaryFolder release, string mode, string target)
    {
        foreach (var triple in s_targets)
        {
            var name = $"large/{triple}-debug";
            var index = await BuiltCorpus.WithAsync(name);
            await ZipAsync(index.PathOf(index[name]), release[$"corpus-large-{triple}.zip"]);
        }

        return await BuildProgram.SucceedsAsync(
            "--target", target, "--definition", Definition, "--from", release.Path, "--release", "0.0.1", "--lock", release["lock.json"],
            "--slim", mode, "--output", Output(mode));
    }

    private static async Task ZipAsync(string library, string asset)
    {
        using var zip = await ZipFile.OpenAsync(asset, ZipArchiveMode.Create, TestContext.Current.CancellationToken);
        await zip.CreateEntryFromFileAsync(
            library, Path.GetFileName(library), CompressionLevel.Fastest, TestContext.Current.CancellationToken);
    }

    private static string Output(string mode) => Repository.PathOf("artifacts", "tests", $"large-{mode}");
}
