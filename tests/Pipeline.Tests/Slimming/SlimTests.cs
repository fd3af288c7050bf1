using RuntimePacks.Pipeline;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Slimming;

/// <summary>What slimming took away and what it left, as tools that are not ours see it.</summary>
public sealed class SlimTests(MainJob job) : IClassFixture<MainJob>
{
    private const string Gnu64 = "x86_64-unknown-linux-gnu", GnuArm64 = "aarch64-unknown-linux-gnu",
        Musl64 = "x86_64-unknown-linux-musl", MuslArm64 = "aarch64-unknown-linux-musl";

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void The_package_is_a_tenth_of_the_asset_or_less(string rid)
    {
        var platform = job.Report.GetProperty("platforms").EnumerateArray()
            .Single(platform => platform.GetProperty("rid").GetString() == rid);
        var asset = platform.GetProperty("asset").GetProperty("size").GetInt64();
        var package = platform.GetProperty("package").GetProperty("size").GetInt64();
        Assert.True(package * 10 <= asset, $"asset {asset}, package {package}");
    }

    [Theory]
    [InlineData(Gnu64)]
    [InlineData(GnuArm64)]
    [InlineData(Musl64)]
    [InlineData(MuslArm64)]
    public async Task The_exports_are_all_that_is_global(string target)
    {
        var exports = await NamesAsync(Slimmed(target), "--defined-only", "--extern-only");
        var expected = (await NamesAsync(Original(target), "--defined-only", "--extern-only"))
            .Where(name => name.StartsWith("uniffi_slim_", StringComparison.Ordinal)
                || name.StartsWith("ffi_slim_", StringComparison.Ordinal) || name == "slim_sample_uniffi_reexport_hack");
        Assert.Equal(expected, exports);
        Assert.True(exports.Count >= 30);
    }

    [Theory]
    [InlineData(Gnu64)]
    [InlineData(GnuArm64)]
    [InlineData(Musl64)]
    [InlineData(MuslArm64)]
    public async Task It_asks_for_nothing_that_the_original_did_not_ask_for(string target)
    {
        var defined = (await NamesAsync(Original(target), "--defined-only")).ToHashSet();
        var asked = (await NamesAsync(Original(target), "--undefined-only")).Where(name => !defined.Contains(name));
        Assert.Subset(asked.ToHashSet(), (await NamesAsync(Slimmed(target), "--undefined-only")).ToHashSet());
    }

    [Theory]
    [InlineData("full")]
    [InlineData("none")]
    public async Task A_newer_glibc_than_the_definition_allows_is_refused(string mode)
    {
        using var folder = new TemporaryFolder();
        var definition = (await File.ReadAllTextAsync(Repository.PathOf("packaging", "slim.json"), TestContext.Current.CancellationToken))
            .Replace("../samples", Repository.PathOf("samples"), StringComparison.Ordinal)
            .Replace("\"rid\": \"linux-x64\",", "\"rid\": \"linux-x64\", \"glibc\": \"2.3\",", StringComparison.Ordinal);
        await BuildProgram.RefusesAsync(
            ["libslim_bindings_x86_64_linux_gnu.a needs glibc 2.", "expected 2.3 or older, the glibc of x86_64-unknown-linux-gnu", "zigbuild"],
            "--target", "Slim", "--slim", mode, "--from", job.Sample, "--rids", "linux-x64", "--output", folder["out"], "--definition",
            folder.Write("old.json", definition));
    }

    [Fact]
    public void What_libraries_need_of_glibc_is_known()
    {
        var needs = new Workspace(job.Output).Slimmed.Read().ToDictionary(library => library.Source.Asset.Target, library => library.Glibc);
        Assert.All((string[])[Gnu64, GnuArm64], target => Assert.StartsWith("2.", needs[target]!.Version, StringComparison.Ordinal));
        Assert.All((string[])[Musl64, MuslArm64, "aarch64-apple-darwin"], target => Assert.Null(needs[target]));
    }

    [Theory]
    [InlineData(Gnu64)]
    [InlineData(GnuArm64)]
    public async Task What_runs_is_still_there_and_what_debuggers_read_is_not(string target)
    {
        var sections = await LinesAsync("llvm-readobj", "--sections", Slimmed(target));
        Assert.Single(sections, line => line.StartsWith("Format: elf64", StringComparison.Ordinal));
        var names = sections.Where(line => line.StartsWith("Name: ", StringComparison.Ordinal)).Select(line => line[6..]).ToList();
        Assert.All(
            [".init_array", ".eh_frame", ".gcc_except_table", ".tbss"],
            start => Assert.Contains(names, name => name.StartsWith(start, StringComparison.Ordinal)));
        Assert.DoesNotContain(
            names, name => name.StartsWith(".debug", StringComparison.Ordinal) || name.StartsWith(".llvm", StringComparison.Ordinal));
    }

    [Fact]
    public void The_report_says_what_was_done()
    {
        foreach (var platform in job.Report.GetProperty("platforms").EnumerateArray())
        {
            var steps = platform.GetProperty("library").GetProperty("steps").EnumerateArray().Select(step => step.GetString());
            Assert.Equal(["merge"], steps);
        }
    }

    private string Slimmed(string target) => Directory.GetFiles(Path.Combine(job.Output, "slimmed", target)).Single();

    private string Original(string target) => Directory.GetFiles(Path.Combine(job.Output, "libraries", target)).Single();

    private static async Task<List<string>> NamesAsync(string library, params string[] options) =>
        [
            .. (await LinesAsync("llvm-nm", ["--no-llvm-bc", "--format=just-symbols", .. options, library]))
                .Where(line => !line.EndsWith(':')).Distinct().Order(StringComparer.Ordinal),
        ];

    private static async Task<string[]> LinesAsync(string tool, params string[] arguments) =>
        (await new Command(Repository.Tools[tool].Find()!, arguments).OutputAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
