using GitHubServer;

namespace Releases.Tests.Program;

/// <summary><c>--from DIR</c>: the same zips, downloaded by hand.</summary>
public sealed class FolderTests
{
    [Fact]
    public async Task A_folder_is_held_against_the_lock_of_the_release_and_adds_nothing_to_it()
    {
        var (lab, asset) = await Lab.WithOneAssetAsync();
        await using var _ = lab;
        var pipeline = new Pipeline(lab);
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0");
        var pinned = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        var folder = Directory.CreateDirectory(Path.Combine(lab.Folder, "by hand")).FullName;
        var zip = Path.Combine(folder, asset.Name);
        await File.WriteAllBytesAsync(zip, asset.Bytes, TestContext.Current.CancellationToken);
        await lab.Server.DisposeAsync();

        await pipeline.SucceedsAsync("Fetch", "--from", folder, "--release", "1.4.0", "--locked");
        await pipeline.SucceedsAsync("Fetch", "--from", folder, "--release", "1.4.0");
        Assert.Equal(pinned, await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken));

        await File.WriteAllBytesAsync(zip, Lab.Bytes(asset.Bytes.Length, seed: 6), TestContext.Current.CancellationToken);
        await pipeline.RefusesAsync([asset.Name, $"its digest: expected {asset.Digest}, found sha256:", "--update-lock"], "Fetch", "--from", folder, "--release", "1.4.0");
        await pipeline.SucceedsAsync("Fetch", "--from", folder, "--release", "1.4.0", "--update-lock");
    }

    [Fact]
    public async Task A_folder_without_a_lock_is_pinned_as_it_is()
    {
        await using var lab = await Lab.StartAsync();
        var pipeline = new Pipeline(lab);
        var folder = Directory.CreateDirectory(Path.Combine(lab.Folder, "by hand")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, Lab.Linux), [1, 2, 3], TestContext.Current.CancellationToken);

        await pipeline.SucceedsAsync("Fetch", "--from", folder, "--release", "slim-bindings-v1.4.0");

        var pinned = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        Assert.Contains("\"digestFrom\": \"folder\"", pinned, StringComparison.Ordinal);
        Assert.Contains("\"version\": \"1.4.0\"", pinned, StringComparison.Ordinal);
        await pipeline.RefusesAsync(["is not a version"], "Fetch", "--from", folder, "--release", "latest");
    }
}
