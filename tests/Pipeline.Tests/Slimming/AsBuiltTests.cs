using System.IO.Compression;
using System.Security.Cryptography;

namespace Pipeline.Tests.Slimming;

/// <summary>Libraries that are packed as they came are read while they are inflated, and never written down.</summary>
public sealed class AsBuiltTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_library_is_written_for_them_and_the_packages_hold_what_the_assets_hold()
    {
        await RunAsync("--slim", "none", "--target", "Pack");
        Assert.Empty(Libraries());
        using var asset = await ZipFile.OpenReadAsync(
            Path.Combine(job.Sample, "slim-bindings-x86_64-unknown-linux-gnu.zip"), TestContext.Current.CancellationToken);
        using var package = await ZipFile.OpenReadAsync(
            Directory.GetFiles(_folder["packages"], "runtime.linux-x64.*").Single(), TestContext.Current.CancellationToken);
        Assert.Equal(await Sha256Async(asset.Entries.Single(IsLibrary)), await Sha256Async(package.Entries.Single(IsLibrary)));

        // The second time there is nothing to do, and the stages after it find all that they need.
        Assert.DoesNotContain("verified ", await RunAsync("--slim", "none", "--target", "Pack"));
    }

    [Fact]
    public async Task Slimming_afterwards_takes_them_out_of_the_assets_again_and_says_so_where_it_may_not()
    {
        await RunAsync("--slim", "none", "--target", "Verify");
        var alone = await BuildProgram.RunAsync([.. Arguments, "--target", "Slim", "--exclusive"]);
        Assert.NotEqual(0, alone.ExitCode);
        Assert.All(
            ["libslim_bindings_x86_64_linux_gnu.a", "it was verified with --slim none", "--target Verify"],
            words => Assert.Contains(words, alone.Error));
        Assert.DoesNotContain("   at ", alone.Output + alone.Error);

        var output = await RunAsync("--target", "Slim");
        Assert.Contains("verified slim-bindings-x86_64-unknown-linux-gnu.zip", output);
        Assert.Contains("slimmed libslim_bindings_x86_64_linux_gnu.a", output);
        Assert.Single(Libraries());
    }

    private string[] Arguments => ["--from", job.Sample, "--rids", "linux-x64", "--output", _folder.Path];

    private IEnumerable<string> Libraries() =>
        Directory.Exists(_folder["libraries"]) ? Directory.EnumerateFiles(_folder["libraries"], "*", SearchOption.AllDirectories) : [];

    private async Task<string> RunAsync(params string[] arguments)
    {
        var result = await BuildProgram.SucceedsAsync([.. Arguments, .. arguments]);
        return result.Output;
    }

    private static bool IsLibrary(ZipArchiveEntry entry) => entry.Name.EndsWith(".a", StringComparison.Ordinal);

    private static async Task<string> Sha256Async(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync(TestContext.Current.CancellationToken);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, TestContext.Current.CancellationToken));
    }
}
