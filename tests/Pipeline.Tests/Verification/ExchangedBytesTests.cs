using System.IO.Compression;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using Testing.GitHub;

namespace Pipeline.Tests.Verification;

/// <summary>Files that are exchanged between two stages: each stage says which digest it expected, and which it found.</summary>
public sealed class ExchangedBytesTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private const string Zip = "slim-bindings-x86_64-unknown-linux-gnu.zip";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("full")]
    [InlineData("strip")]
    [InlineData("none")]
    public async Task Every_stage_refuses_bytes_that_are_not_those_that_the_one_before_it_left(string mode)
    {
        var zip = Path.Combine(Directory.CreateDirectory(_folder["release"]).FullName, Zip);
        File.Copy(Path.Combine(job.Sample, Zip), zip);
        (await RunAsync("Fetch")).Succeeded();
        await RefusesAsync("Verify", zip, AddAnEntry);

        (await RunAsync("Verify")).Succeeded();
        var verified = mode == "none" ? zip : LibraryIn("libraries");
        await RefusesAsync(mode == "none" ? "Pack" : "Slim", verified, mode == "none" ? AddAnEntry : AddALine);

        (await RunAsync("Slim")).Succeeded();
        var slimmed = mode == "none" ? zip : LibraryIn("slimmed");
        await RefusesAsync("Pack", slimmed, mode == "none" ? AddAnEntry : AddALine);
        Assert.False(File.Exists(Path.Combine(_folder["output"], "packages", "runtime.linux-x64.Slim.Native.1.4.0.nupkg")));
        (await RunAsync("Pack")).Succeeded();

        async Task RefusesAsync(string target, string path, Action<string> exchange)
        {
            if (target == "Pack" && path == zip) (await RunAsync("Slim")).Succeeded();
            var (before, bytes) = (
                await Digest.OfFileAsync(path, TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            exchange(path);
            var after = await Digest.OfFileAsync(path, TestContext.Current.CancellationToken);
            Assert.NotEqual(before, after);
            (await RunAsync(target)).Refused(path, $"expected sha256:{before}", $"found sha256:{after}");
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        }

        // Resolve comes before Fetch alone; every other stage goes on from what is there.
        Task<CommandResult> RunAsync(string target) => BuildProgram.RunAsync(
        [
            "--target", target, .. target == "Fetch" ? Array.Empty<string>() : ["--exclusive", "--slim", mode],
            "--from", _folder["release"], "--release", "1.4.0", "--rids", "linux-x64",
            "--output", _folder["output"], "--lock", _folder["slim.lock.json"],
        ]);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("none")]
    public async Task An_asset_that_was_exchanged_in_the_cache_is_refused(string mode)
    {
        await using var lab = await GitHubLab.StartAsync();
        var asset = PublishedRepository.Attach(
            lab.Server.Add(GitHubLab.Repository).Publish("slim-bindings-v1.4.0"), Zip,
            await File.ReadAllBytesAsync(Path.Combine(job.Sample, Zip), TestContext.Current.CancellationToken));
        var program = new Releases.FetchProgram(lab);
        await program.SucceedsAsync("Fetch", "--release", "1.4.0");
        var sha256 = asset.Digest!["sha256:".Length..];
        var path = Path.Combine(lab.CacheFolder, "assets", sha256, Zip);
        AddAnEntry(path);

        await program.RefusesAsync(
            [
                path, $"expected sha256:{sha256}", $"found sha256:{await Digest.OfFileAsync(path, TestContext.Current.CancellationToken)}"], "Verify", "--exclusive", "--release", "1.4.0", "--slim", mode);
    }

    public void Dispose() => _folder.Dispose();

    private string LibraryIn(string folder) =>
        Assert.Single(Directory.GetFiles(Path.Combine(_folder["output"], folder, "x86_64-unknown-linux-gnu")));

    /// <summary>Makes another zip that holds the same library.</summary>
    private static void AddAnEntry(string zip)
    {
        using var archive = ZipFile.Open(zip, ZipArchiveMode.Update);
        using var text = archive.CreateEntry("NOTES.txt").Open();
        text.Write("another zip, as valid as the one before"u8);
    }

    /// <summary>Makes another archive that any linker takes.</summary>
    private static void AddALine(string library)
    {
        using var file = File.OpenWrite(library);
        file.Seek(0, SeekOrigin.End);
        file.WriteByte((byte)'\n');
    }
}
