using Testing.GitHub;
using RuntimePacks.Releases.Download;
using RuntimePacks.Tools;

namespace RuntimePacks.Tests.Releases.Download;

/// <summary>Faults: the disk.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task The_disk_fills_and_the_next_run_goes_on_where_it_was()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "only root on Linux can make a small disk");
        var (lab, asset) = await GitHubLab.WithOneAssetAsync(5_000_000);
        await using var _ = lab;
        var disk = Directory.CreateDirectory(lab.CacheFolder).FullName;
        await new Command("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk).OutputAsync(TestContext.Current.CancellationToken);
        try
        {
            await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "the disk is full", "run again");
            lab.HoldsNothing();

            await new Command("mount", "-o", "remount,size=20m", disk).OutputAsync(TestContext.Current.CancellationToken);
            await lab.FetchAsync();
            await lab.HoldsAsync(asset);
            Assert.Matches("^bytes=[23][0-9]{6}-$", lab.Downloads.Last().Range);
        }
        finally
        {
            await new Command("umount", disk).OutputAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task The_cache_is_no_folder()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        await File.WriteAllTextAsync(lab.CacheFolder, "", TestContext.Current.CancellationToken);

        await GitHubLab.RefusedAsync(() => lab.FetchAsync(), "the cache cannot be written", lab.CacheFolder);
    }

    [Fact]
    public async Task An_asset_in_the_cache_is_damaged_and_replaced()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var fetched = await lab.FetchAsync();
        var path = new AssetCache(lab.CacheFolder).PathOf(fetched.Assets[0].Sha256!, GitHubLab.Linux);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[500_000] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await lab.FetchAsync();

        await lab.HoldsAsync(asset);
        Assert.Equal(2, lab.Downloads.Count());
        Assert.Contains(lab.Said, line => line.Contains("damaged", StringComparison.Ordinal));
    }
}
