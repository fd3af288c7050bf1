using RuntimePacks.Files;
using RuntimePacks.Releases;
using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary>The lock, as the program writes it and holds releases against it.</summary>
public sealed class LockTests
{
    private const string Musl = "slim-bindings-x86_64-unknown-linux-musl.zip";

    /// <summary>What both libraries export: releases have the same everywhere.</summary>
    private static readonly Dictionary<string, int> s_functions = new()
    {
        [
        "ffi_slim_bindings_uniffi_contract_version"] = 29,
        ["uniffi_slim_bindings_fn_func_f"] = 2
    };

    [Fact]
    public async Task It_pins_the_release_and_every_asset_and_where_each_digest_is_from()
    {
        await using var lab = await GitHubLab.StartAsync();
        var (release, asset) = await PublishAsync(lab);
        var musl = PublishedRepository.Attach(release, Musl, await SmallLibrary.ZipAsync("x86_64-linux-musl", s_functions));
        musl.Digest = null;
        var pipeline = new FetchProgram(lab);

        await pipeline.SucceedsAsync("Verify", "--release", "latest");

        var pinned = JsonFile.TryRead<Release>(pipeline.LockPath)!;
        Assert.Equal(
            (GitHubLab.Repository, release.Tag, "1.4.0", release.Commit), (pinned.Repository, pinned.Tag, pinned.Version, pinned.Commit));
        Assert.Equal(
            [
                (asset.Name, asset.Bytes.Length, asset.Id, DigestSource.GitHub),
                (Musl, musl.Bytes.Length, musl.Id, DigestSource.FirstDownload)],
            pinned.Assets.Select(pin => (pin.Name, (int)pin.Size, pin.Id!.Value, pin.DigestFrom)));
        Assert.Equal(asset.Digest, $"sha256:{pinned.Assets[0].Sha256}");
        Assert.Equal(s_functions.Keys, pinned.Abi!.Exports);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_asset_whose_digest_changed_is_refused_until_the_lock_is_to_be_updated(bool digests)
    {
        await using var lab = await GitHubLab.StartAsync();
        var (release, asset) = await PublishAsync(lab);
        if (!digests) asset.Digest = null;
        var pipeline = new FetchProgram(lab);
        await pipeline.SucceedsAsync("Verify", "--release", "1.4.0");
        var before = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        release.Assets.Clear();
        var changed = PublishedRepository.Attach(
            release, asset.Name,
            await SmallLibrary.ZipAsync(
                "x86_64-linux-gnu", new Dictionary<string, int>(s_functions) { ["uniffi_slim_bindings_fn_func_f"] = 3 }));
        var digest = changed.Digest!;
        if (!digests) changed.Digest = null;

        await pipeline.RefusesAsync(
            [asset.Name, "its digest: expected sha256:", $"found {digest}", "--update-lock"], "Fetch", "--release", "1.4.0");
        Assert.Equal(before, await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken));
        if (digests) Assert.Single(lab.Downloads);

        await pipeline.SucceedsAsync("Verify", "--release", "1.4.0", "--update-lock");
        Assert.Contains(
            digest["sha256:".Length..], await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_pins_another_digest_from_the_start_stops_the_first_download_of_an_asset_without_one()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        asset.Digest = null;
        var pipeline = new FetchProgram(lab);
        await JsonFile.WriteAsync(pipeline.LockPath, new Release
        {
            Repository = GitHubLab.Repository,
            Tag = "slim-bindings-v1.4.0",
            Version = "1.4.0",
            Assets = [new Asset(asset.Name, "x86_64-unknown-linux-gnu", asset.Bytes.Length, new string('0', 64))],
        });

        await pipeline.RefusesAsync([asset.Name, $"expected sha256:{new string('0', 64)}"], "Fetch", "--release", "1.4.0");
    }

    [Fact]
    public async Task A_subset_of_the_RIDs_fetches_those_alone_and_keeps_what_is_pinned_for_the_others()
    {
        await using var lab = await GitHubLab.StartAsync();
        var (release, asset) = await PublishAsync(lab);
        PublishedRepository.Attach(release, Musl, await SmallLibrary.ZipAsync("x86_64-linux-musl", s_functions));
        var pipeline = new FetchProgram(lab);

        await pipeline.SucceedsAsync("Verify", "--release", "1.4.0", "--rids", "linux-musl-x64");
        Assert.Single(lab.Downloads);
        Assert.Equal([Musl], JsonFile.TryRead<Release>(pipeline.LockPath)!.Assets.Select(pin => pin.Name));
        await pipeline.SucceedsAsync("Verify", "--release", "1.4.0", "--rids", "linux-x64");
        Assert.Equal([asset.Name, Musl], JsonFile.TryRead<Release>(pipeline.LockPath)!.Assets.Select(pin => pin.Name));
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--rids", "linux-x64", "--locked");
    }

    [Fact]
    public async Task A_damaged_lock_is_told_with_its_line()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync();
        await using var __ = lab;
        var pipeline = new FetchProgram(lab);
        Directory.CreateDirectory(pipeline.Output);
        await File.WriteAllTextAsync(pipeline.LockPath, "{\n  \"repository\": 3\n}", TestContext.Current.CancellationToken);

        await pipeline.RefusesAsync(["slim.lock.json, line 2"], "Fetch", "--release", "1.4.0");
    }

    private static async Task<(PublishedRelease Release, PublishedAsset Asset)> PublishAsync(GitHubLab lab)
    {
        var release = lab.Server.Add(GitHubLab.Repository).Publish("slim-bindings-v1.4.0");
        return (
            release, PublishedRepository.Attach(release, GitHubLab.Linux, await SmallLibrary.ZipAsync("x86_64-linux-gnu", s_functions)));
    }
}
