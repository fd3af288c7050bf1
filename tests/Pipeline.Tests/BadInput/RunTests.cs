using System.Text;
using RuntimePacks.Stages;
using RuntimePacks.Tools;

namespace Pipeline.Tests.BadInput;

/// <summary>Mistakes on the command line, and a machine that gets in the way.</summary>
public sealed class RunTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly BadRelease _release = new(job);

    public void Dispose() => _release.Dispose();

    [Fact]
    public async Task A_target_that_the_definition_does_not_know_is_skipped_and_said()
    {
        File.Copy(Path.Combine(job.Sample, BadRelease.Linux), _release.Asset);
        File.Copy(_release.Asset, Path.Combine(_release.Folder, "slim-bindings-riscv64gc-unknown-linux-gnu.zip"));
        var result = await _release.BuildAsync();
        result.Succeeded();
        Assert.Contains("skipped slim-bindings-riscv64gc-unknown-linux-gnu.zip", result.Output);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_release.Output, "packages")).Length);
    }

    [Fact]
    public async Task An_asset_that_is_not_the_one_in_the_release_is_refused()
    {
        foreach (var file in Directory.GetFiles(job.Sample)) File.Copy(file, Path.Combine(_release.Folder, Path.GetFileName(file)));
        File.Copy(Path.Combine(job.Sample, "slim-bindings-aarch64-unknown-linux-musl.zip"), _release.Asset, overwrite: true);
        await _release.RefusedAsync([BadRelease.Linux, "expected sha256:", "found sha256:"], "--release", "0.0.1");
    }

    [Fact]
    public async Task A_folder_with_another_release_is_refused()
    {
        foreach (var file in Directory.GetFiles(job.Sample)) File.Copy(file, Path.Combine(_release.Folder, Path.GetFileName(file)));
        await _release.RefusedAsync(["holds release 0.0.1", "not 1.4.0"]);
    }

    [Fact]
    public async Task A_folder_without_assets_is_refused() =>
        await _release.RefusedAsync(["holds no asset", "slim-bindings-x86_64-unknown-linux-gnu.zip"]);

    [Theory]
    [InlineData("there is no option --realease", "--realease", "1.4.0")]
    [InlineData("win-riscv", "--rids", "win-riscv")]
    [InlineData("'one' is not a package version", "--package-version", "one")]
    [InlineData("there is no folder", "--from", "nowhere")]
    [InlineData("pack definition", "--definition", "nowhere.json")]
    public async Task A_wrong_option_is_named(string words, string option, string value)
    {
        string[] from = option == "--from" ? [] : ["--from", job.Sample];
        var result = await BuildProgram.RunAsync([.. from, option, value, "--target", "Pack", "--output", _release.Output]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Error);
        Assert.DoesNotContain("   at ", result.Output + result.Error);
    }

    [Fact]
    public async Task A_second_run_in_the_same_folder_is_turned_away()
    {
        File.Copy(Path.Combine(job.Sample, BadRelease.Linux), _release.Asset);
        using (OutputLock.Take(_release.Output)) await _release.RefusedAsync(["another run is writing to", "--output"]);
        (await _release.BuildAsync()).Succeeded();
    }

    [Fact]
    public async Task What_another_version_of_the_build_left_is_said_to_be_that()
    {
        File.Copy(Path.Combine(job.Sample, BadRelease.Linux), _release.Asset);
        await BuildProgram.SucceedsAsync(
            "--from", _release.Folder, "--release", "1.4.0", "--lock", _release.Lock, "--target", "Slim", "--output", _release.Output);
        var record = Path.Combine(_release.Output, "stages", "slim.json");
        await File.WriteAllTextAsync(
            record,
            (
                await File.ReadAllTextAsync(
                    record, TestContext.Current.CancellationToken)).Replace("\"mode\"", "\"manner\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await _release.RefusedAsync(["slim.json", "another version of the build", "run --target Slim again"], "--exclusive");
        (await _release.BuildAsync()).Succeeded();
    }

    [Fact]
    public async Task A_full_disk_is_said_and_the_next_run_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "only root on Linux can make a small disk");
        var disk = Path.Combine(_release.Folder, "disk");
        Directory.CreateDirectory(disk);
        await new Command("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", disk).OutputAsync(TestContext.Current.CancellationToken);
        try
        {
            string[] arguments = ["--from", job.Sample, "--rids", "linux-x64", "--target", "Pack", "--output", disk];
            var full = await BuildProgram.RunAsync(arguments);
            Assert.NotEqual(0, full.ExitCode);
            Assert.Contains("the disk is full", full.Error);
            Assert.Empty(Directory.EnumerateFiles(disk, "*.partial", SearchOption.AllDirectories));
            Assert.Empty(Directory.EnumerateFiles(disk, "*.a", SearchOption.AllDirectories));

            await new Command("mount", "-o", "remount,size=100m", disk).OutputAsync(TestContext.Current.CancellationToken);
            await BuildProgram.SucceedsAsync(arguments);
        }
        finally
        {
            await new Command("umount", disk).OutputAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_damaged_library_between_two_stages_is_replaced()
    {
        File.Copy(Path.Combine(job.Sample, BadRelease.Linux), _release.Asset);
        (await _release.BuildAsync()).Succeeded();
        var package = Path.Combine(_release.Output, "packages", "runtime.linux-musl-x64.Slim.Native.1.4.0.nupkg");
        var before = await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken);
        var library = Path.Combine(_release.Output, "libraries", "x86_64-unknown-linux-musl", BadRelease.LinuxLibrary);
        await File.AppendAllTextAsync(library, "damage", Encoding.ASCII, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(package, "damage", Encoding.ASCII, TestContext.Current.CancellationToken);
        (await _release.BuildAsync()).Succeeded();
        Assert.Equal(before, await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken));
    }
}
