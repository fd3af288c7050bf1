using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary><c>--from DIR</c>: the same zips, downloaded by hand.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, int> s_functions = new()
    {
        [
        "ffi_slim_bindings_uniffi_contract_version"] = 29,
        ["uniffi_slim_bindings_fn_func_f"] = 2
    };

    [Fact]
    public async Task A_folder_is_held_against_the_lock_of_the_release_and_adds_nothing_to_it()
    {
        await using var lab = await GitHubLab.StartAsync();
        var bytes = await SmallLibrary.ZipAsync("x86_64-linux-gnu", s_functions);
        var asset = PublishedRepository.Attach(
            lab.Server.Add(GitHubLab.Repository).Publish("slim-bindings-v1.4.0"), GitHubLab.Linux, bytes);
        var pipeline = new FetchProgram(lab);
        await pipeline.SucceedsAsync("Verify", "--release", "1.4.0");
        var pinned = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        var folder = Directory.CreateDirectory(Path.Combine(lab.Folder, "by hand")).FullName;
        var zip = Path.Combine(folder, asset.Name);
        await File.WriteAllBytesAsync(zip, asset.Bytes, TestContext.Current.CancellationToken);
        await lab.Server.DisposeAsync();

        await pipeline.SucceedsAsync("Verify", "--from", folder, "--release", "1.4.0", "--locked");
        await pipeline.SucceedsAsync("Verify", "--from", folder, "--release", "1.4.0");
        Assert.Equal(pinned, await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken));

        await File.WriteAllBytesAsync(zip, Noise.Bytes(asset.Bytes.Length, seed: 6), TestContext.Current.CancellationToken);
        await pipeline.RefusesAsync(
            [asset.Name, $"its digest: expected {asset.Digest}, found sha256:", "--update-lock"], "Fetch", "--from", folder, "--release",
            "1.4.0");
        await pipeline.SucceedsAsync("Fetch", "--from", folder, "--release", "1.4.0", "--update-lock");
    }

    [Fact]
    public async Task A_folder_without_a_lock_is_pinned_as_it_is()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pipeline = new FetchProgram(lab);
        var folder = Directory.CreateDirectory(Path.Combine(lab.Folder, "by hand")).FullName;
        await File.WriteAllBytesAsync(
            Path.Combine(folder, GitHubLab.Linux), await SmallLibrary.ZipAsync("x86_64-linux-gnu", s_functions),
            TestContext.Current.CancellationToken);

        await pipeline.SucceedsAsync("Verify", "--from", folder, "--release", "slim-bindings-v1.4.0");

        var pinned = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        Assert.Contains("\"digestFrom\": \"folder\"", pinned, StringComparison.Ordinal);
        Assert.Contains("\"version\": \"1.4.0\"", pinned, StringComparison.Ordinal);
        await pipeline.RefusesAsync(["is not a version"], "Fetch", "--from", folder, "--release", "latest");
    }
}
