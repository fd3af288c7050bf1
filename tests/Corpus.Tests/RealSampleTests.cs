using System.IO.Compression;

namespace Corpus.Tests;

/// <summary>The main job on real Rust for every target: from nine libraries to eight packages, and to programs that run.</summary>
public sealed class RealSampleTests(RealSample sample) : IClassFixture<RealSample>
{
    [Fact]
    public async Task Nine_real_libraries_come_to_eight_packages()
    {
        Assert.DoesNotContain("not Rust", sample.Result.Output, StringComparison.Ordinal);
        // UniFFI reads its own metadata when it makes bindings: no program asks for them.
        var exports = File.ReadAllLines(Repository.PathOf("samples", "exports.txt"))
            .Where(name => !name.StartsWith("UNIFFI_META_", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, RealSample.RuntimePackages.Count);
        foreach (var package in RealSample.RuntimePackages)
        {
            // The C that stands in elsewhere has a few kilobytes, and std that nothing reaches would make it megabytes.
            Assert.InRange(new FileInfo(package).Length, 100_000, 500_000);
            using var temporary = new TemporaryFolder();
            ZipFile.ExtractToDirectory(package, temporary.Path);
            var library = Directory.GetFiles(Path.Combine(temporary.Path, "runtimes"), "*", SearchOption.AllDirectories).Single();
            var isMac = Path.GetFileName(package).StartsWith("runtime.osx", StringComparison.Ordinal);
            var names = await BuiltCorpus.ExportsAsync(library, isMac);
            Assert.Equal(exports, names.Where(name => exports.Contains(name)));
        }
    }

    [Theory]
    [InlineData("linux-x64", "cSharp", "ran")]
    [InlineData("linux-arm64", "cSharp", "ranUnderQemu")]
    [InlineData("linux-musl-x64", "c", "ran")]
    [InlineData("linux-musl-arm64", "c", "ranUnderQemu")]
    [InlineData("win-x64", "c", "ranUnderWine")]
    [InlineData("win-arm64", "c", "linked")]
    [InlineData("osx-x64", "c", "linked")]
    [InlineData("osx-arm64", "c", "linked")]
    public void A_program_is_run_wherever_something_here_runs_it_and_linked_elsewhere(string rid, string language, string status)
    {
        var smoke = RealSample.Smoke(rid);
        Assert.Equal(status, smoke.GetProperty("status").GetString());
        Assert.Equal(language, smoke.GetProperty("language").GetString());
        Assert.Equal(status == "linked" ? 0 : language == "c" ? 39 : 51, smoke.GetProperty("checks").GetInt32());
    }

    [Fact]
    public async Task A_release_and_the_real_sample_exclude_each_other() =>
        await BuildProgram.RefusesAsync(["--sample real and a release"], "--sample", "real", "--release", "1.0.0");

    [Fact]
    public async Task The_option_takes_one_word() =>
        await BuildProgram.RefusesAsync(["--sample takes the word real, not 'c'"], "--sample", "c");
}
