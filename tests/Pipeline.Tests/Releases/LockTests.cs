using System.Text.Json;
using System.Text.Json.Nodes;
using GitHubServer;

namespace Releases.Tests.Program;

/// <summary><c>release.lock.json</c>, as the program writes it and holds releases against it.</summary>
public sealed class LockTests
{
    private const string Musl = "slim-bindings-x86_64-unknown-linux-musl.zip";

    [Fact]
    public async Task It_pins_the_release_and_every_asset_and_where_each_digest_is_from()
    {
        var (lab, asset) = await Lab.WithOneAssetAsync();
        await using var _ = lab;
        var release = lab.Server.Repositories[0].Releases[0];
        var musl = PublishedRepository.Attach(release, Musl, Lab.Bytes(1000, 2));
        musl.Digest = null;
        var pipeline = new Pipeline(lab);

        await pipeline.SucceedsAsync("Fetch", "--release", "latest");

        var pinned = JsonDocument.Parse(await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal((Lab.Repository, release.Tag, "1.4.0", release.Commit), (Text("repository"), Text("tag"), Text("version"), Text("commit")));
        Assert.Equal(
            [(asset.Name, (long)asset.Bytes.Length, asset.Id, "gitHub"), (Musl, 1000, musl.Id, "firstDownload")],
            pinned.GetProperty("assets").EnumerateArray().Select(pin => (pin.GetProperty("name").GetString()!, pin.GetProperty("size").GetInt64(), pin.GetProperty("id").GetInt64(), pin.GetProperty("digestFrom").GetString()!)));
        Assert.Equal(asset.Digest, "sha256:" + pinned.GetProperty("assets")[0].GetProperty("sha256").GetString());

        string Text(string name) => pinned.GetProperty(name).GetString()!;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_asset_whose_digest_changed_is_refused_until_the_lock_is_to_be_updated(bool digests)
    {
        var (lab, asset) = await Lab.WithOneAssetAsync();
        await using var _ = lab;
        if (!digests) asset.Digest = null;
        var pipeline = new Pipeline(lab);
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0");
        var before = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        var release = lab.Server.Repositories[0].Releases[0];
        release.Assets.Clear();
        var changed = PublishedRepository.Attach(release, asset.Name, Lab.Bytes(asset.Bytes.Length, seed: 5));
        var digest = changed.Digest!;
        if (!digests) changed.Digest = null;

        await pipeline.RefusesAsync([asset.Name, "its digest: expected sha256:", $"found {digest}", "--update-lock"], "Fetch", "--release", "1.4.0");
        Assert.Equal(before, await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken));
        if (digests) Assert.Single(lab.Downloads);

        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--update-lock");
        Assert.Contains(digest["sha256:".Length..], await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locked_refuses_whatever_differs_and_writes_nothing()
    {
        var (lab, asset) = await Lab.WithOneAssetAsync();
        await using var _ = lab;
        var pipeline = new Pipeline(lab);
        await pipeline.RefusesAsync(["there is no", "release.lock.json", "without --locked"], "Fetch", "--release", "1.4.0", "--locked");
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0");
        var before = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--locked");

        // Another release; the tag moved; an asset that was uploaded again, byte for byte; one more asset.
        var release = lab.Server.Repositories[0].Releases[0];
        PublishedRepository.Attach(lab.Server.Repositories[0].Publish("slim-bindings-v1.5.0"), Lab.Linux, [1]);
        await pipeline.RefusesAsync(["the tag: expected slim-bindings-v1.4.0, found slim-bindings-v1.5.0", "the version: expected 1.4.0, found 1.5.0"], "Fetch", "--release", "latest", "--locked");
        release.Commit = new string('a', 40);
        release.Assets.Clear();
        var again = PublishedRepository.Attach(release, asset.Name, asset.Bytes);
        PublishedRepository.Attach(release, Musl, [1]);
        await pipeline.RefusesAsync(
            ["the tag's commit: expected ", $"found {release.Commit}", $"its id: expected {asset.Id}, found {again.Id}", $"{Musl}: expected no such asset"],
            "Fetch", "--release", "1.4.0", "--locked");
        release.Assets.RemoveAt(0);
        await pipeline.RefusesAsync([$"{asset.Name}: expected {asset.Digest}, found no such asset"], "Fetch", "--release", "1.4.0", "--locked");
        Assert.Equal(before, await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_lock_that_pins_another_digest_from_the_start_stops_the_first_download_of_an_asset_without_one()
    {
        var (lab, asset) = await Lab.WithOneAssetAsync();
        await using var _ = lab;
        asset.Digest = null;
        var pipeline = new Pipeline(lab);
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0");
        var pinned = JsonNode.Parse(await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken))!;
        pinned["assets"]![0]!["sha256"] = new string('0', 64);
        await File.WriteAllTextAsync(pipeline.LockPath, pinned.ToJsonString(), TestContext.Current.CancellationToken);
        Directory.Delete(lab.CacheFolder, recursive: true);

        await pipeline.RefusesAsync([asset.Name, $"expected sha256:{new string('0', 64)}"], "Fetch", "--release", "1.4.0");
    }

    [Fact]
    public async Task A_subset_of_the_RIDs_fetches_those_alone_and_keeps_what_is_pinned_for_the_others()
    {
        var (lab, asset) = await Lab.WithOneAssetAsync();
        await using var _ = lab;
        PublishedRepository.Attach(lab.Server.Repositories[0].Releases[0], Musl, Lab.Bytes(1000, 2));
        var pipeline = new Pipeline(lab);

        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--rids", "linux-musl-x64");
        Assert.Single(lab.Downloads);
        Assert.DoesNotContain(asset.Name, await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--rids", "linux-x64");
        var both = await File.ReadAllTextAsync(pipeline.LockPath, TestContext.Current.CancellationToken);
        Assert.Contains(asset.Name, both, StringComparison.Ordinal);
        Assert.Contains(Musl, both, StringComparison.Ordinal);
        await pipeline.SucceedsAsync("Fetch", "--release", "1.4.0", "--rids", "linux-x64", "--locked");
    }

    [Fact]
    public async Task A_damaged_lock_is_told_with_its_line()
    {
        var (lab, _) = await Lab.WithOneAssetAsync();
        await using var __ = lab;
        var pipeline = new Pipeline(lab);
        Directory.CreateDirectory(pipeline.Output);
        await File.WriteAllTextAsync(pipeline.LockPath, "{\n  \"repository\": 3\n}", TestContext.Current.CancellationToken);

        await pipeline.RefusesAsync(["release.lock.json, line 2"], "Fetch", "--release", "1.4.0");
    }
}
