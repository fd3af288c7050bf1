using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using NuGet.Packaging;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Packing;

/// <summary>What was packed, read back with NuGet's reader, unzip, and the sample's own assets.</summary>
public sealed class PackageTests(MainJob job) : IClassFixture<MainJob>
{
    public static TheoryData<string, string> Platforms => new()
    {
        { "linux-x64", "x86_64-unknown-linux-gnu" },
        { "linux-arm64", "aarch64-unknown-linux-gnu" },
        { "linux-musl-x64", "x86_64-unknown-linux-musl" },
        { "linux-musl-arm64", "aarch64-unknown-linux-musl" },
        { "osx-x64", "x86_64-apple-darwin" },
        { "osx-arm64", "aarch64-apple-darwin" },
        { "win-x64", "x86_64-pc-windows-msvc" },
        { "win-arm64", "aarch64-pc-windows-msvc" },
    };

    [Fact]
    public async Task Unzip_finds_every_package_whole()
    {
        foreach (var package in Directory.GetFiles(job.Packages))
        {
            var result = await new Command("unzip", "-tq", package).RunAsync(TestContext.Current.CancellationToken);
            result.Succeeded();
        }
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Without_slimming_a_runtime_package_holds_the_library_of_the_asset_byte_for_byte(string rid, string target)
    {
        using var package = new PackageArchiveReader(
            Path.Combine(await MainJob.PackagesAsBuiltAsync(), $"runtime.{rid}.Slim.Native.{job.Version}.nupkg"));
        var library = Assert.Single(package.GetFiles(), file => file.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.StartsWith($"runtimes/{rid}/native/", library);
        using var asset = ZipFile.OpenRead(Path.Combine(job.Sample, $"slim-bindings-{target}.zip"));
        using var expected = asset.GetEntry(Path.GetFileName(library))!.Open();
        using var packed = package.GetStream(library);
        Assert.Equal(SHA256.HashData(expected), SHA256.HashData(packed));
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public void A_runtime_package_holds_nothing_that_it_need_not(string rid, string target)
    {
        Assert.NotNull(target);
        using var package = Open($"runtime.{rid}.Slim.Native");
        string[] expected =
        [
            "README.md", "buildTransitive/rids.txt", $"buildTransitive/runtime.{rid}.Slim.Native.targets", "buildTransitive/shared.targets",
            "link/arguments.txt", "link/exports.txt", .. rid is "linux-x64" or "linux-arm64" ? ["link/glibc.txt"] : (string[])[],
            "link/pinvoke.txt", "link/target.txt", "provenance.json", "sbom.cdx.json",
        ];
        Assert.Equal(expected, Content(package).Where(file => !file.StartsWith("runtimes/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Its_provenance_names_release_asset_and_digests(string rid, string target)
    {
        using var package = Open($"runtime.{rid}.Slim.Native");
        var provenance = JsonDocument.Parse(Text(package, "provenance.json")).RootElement;
        var asset = $"slim-bindings-{target}.zip";
        Assert.Equal(target, provenance.GetProperty("target").GetString());
        Assert.Equal("agntcy/slim-bindings", provenance.GetProperty("release").GetProperty("repository").GetString());
        Assert.True(provenance.GetProperty("release").GetProperty("sample").GetBoolean());
        Assert.Equal(asset, provenance.GetProperty("asset").GetProperty("name").GetString());
        Assert.Equal(
            Sha256(File.OpenRead(Path.Combine(job.Sample, asset))), provenance.GetProperty("asset").GetProperty("sha256").GetString());
        using var zip = ZipFile.OpenRead(Path.Combine(job.Sample, asset));
        Assert.Equal(
            Sha256(zip.GetEntry(provenance.GetProperty("original").GetProperty("fileName").GetString()!)!.Open()),
            provenance.GetProperty("original").GetProperty("sha256").GetString());
        Assert.Equal(
            Sha256(package.GetStream(package.GetFiles().Single(file => file.StartsWith("runtimes/", StringComparison.Ordinal)))),
            provenance.GetProperty("library").GetProperty("sha256").GetString());
        Assert.Equal(package.GetIdentity().Version.ToString(), provenance.GetProperty("packageVersion").GetString());
    }

    [Fact]
    public void The_meta_package_maps_each_RID_to_its_package_at_exactly_its_version()
    {
        using var package = Open("Slim.Native");
        Assert.Equal(
            [
                "README.md", "buildTransitive/Slim.Native.targets", "buildTransitive/rids.txt", "buildTransitive/shared.targets",
                "provenance.json", "runtime.json", "sbom.cdx.json"],
            Content(package));
        var graph = NuGet.RuntimeModel.JsonRuntimeFormat.ReadRuntimeGraph(package.GetStream("runtime.json"));
        Assert.Equal(
            Platforms.Select(row => row.Data.Item1).Order(StringComparer.Ordinal), graph.Runtimes.Keys.Order(StringComparer.Ordinal));
        foreach (var (rid, _) in graph.Runtimes)
        {
            var dependency = Assert.Single(graph.FindRuntimeDependencies(rid, "Slim.Native"));
            Assert.Equal($"runtime.{rid}.Slim.Native", dependency.Id);
            Assert.Equal(
                $"[{job.Version}]",
                dependency.VersionRange.ToString().Replace($"{job.Version}, {job.Version}", job.Version, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Metadata_names_licence_readme_repository_and_commit()
    {
        foreach (var path in Directory.GetFiles(job.Packages))
        {
            using var package = new PackageArchiveReader(path);
            var metadata = package.NuspecReader;
            Assert.Equal("Apache-2.0", metadata.GetLicenseMetadata()?.License);
            Assert.Contains(metadata.GetId(), Text(package, metadata.GetReadme()!));
            Assert.Equal("https://github.com/agntcy/slim-bindings", metadata.GetRepositoryMetadata().Url);
            Assert.Matches("^[0-9a-f]{40}$", metadata.GetRepositoryMetadata().Commit);
            Assert.Contains("sample", metadata.GetDescription());
            Assert.Empty(metadata.GetDependencyGroups());
        }
    }

    [Fact]
    public void No_text_in_a_package_has_a_token_left_or_a_path_of_this_machine()
    {
        foreach (var path in Directory.GetFiles(job.Packages))
        {
            using var package = new PackageArchiveReader(path);
            foreach (var file in package.GetFiles().Where(file => !file.StartsWith("runtimes/", StringComparison.Ordinal)))
            {
                var text = Text(package, file);
                Assert.DoesNotMatch(@"\$[A-Za-z]+\$", text);
                Assert.DoesNotContain(Repository.Root, text);
            }
        }
    }

    [Fact]
    public async Task Another_run_elsewhere_packs_the_same_bytes()
    {
        using var temporary = new TemporaryFolder();
        var elsewhere = temporary.Path;
        var command = new Command(BuildProgram.Script, "--from", job.Sample, "--target", "Pack", "--output", elsewhere)
        {
            Environment = new Dictionary<string, string?> { ["TZ"] = "Asia/Kathmandu", ["LC_ALL"] = "tr_TR.UTF-8" },
        };
        await command.OutputAsync(TestContext.Current.CancellationToken);
        foreach (var path in Directory.GetFiles(job.Packages))
        {
            Assert.Equal(Sha256(File.OpenRead(path)), Sha256(File.OpenRead(Path.Combine(elsewhere, "packages", Path.GetFileName(path)))));
        }
    }

    [Fact]
    public async Task A_packaging_fix_of_the_same_release_gets_a_version_of_its_own()
    {
        using var temporary = new TemporaryFolder();
        var output = temporary.Path;
        await new Command(
            BuildProgram.Script, "--from", job.Sample, "--rids", "linux-musl-x64,osx-arm64", "--package-version", "0.0.1.1", "--target",
            "Pack", "--output", output)
            .OutputAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "Slim.Native.0.0.1.1.nupkg", "runtime.linux-musl-x64.Slim.Native.0.0.1.1.nupkg",
                "runtime.osx-arm64.Slim.Native.0.0.1.1.nupkg"],
            Directory.GetFiles(Path.Combine(output, "packages")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private PackageArchiveReader Open(string id) => new(Path.Combine(job.Packages, $"{id}.{job.Version}.nupkg"));

    /// <summary>The files that are ours, without those that make a zip a package.</summary>
    private static IEnumerable<string> Content(PackageArchiveReader package) => package.GetFiles()
        .Where(
            file => file is not "[Content_Types].xml" && !file.StartsWith("_rels/", StringComparison.Ordinal)
                && !file.StartsWith("package/", StringComparison.Ordinal) && !file.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string Text(PackageArchiveReader package, string file)
    {
        using var reader = new StreamReader(package.GetStream(file));
        return reader.ReadToEnd();
    }

    private static string Sha256(Stream stream)
    {
        using (stream) return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
