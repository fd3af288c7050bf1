using System.Collections.Concurrent;
using Testing.GitHub;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Network;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using RuntimePacks.Releases.GitHub;
using RuntimePacks.Tools;

namespace Testing.GitHub;

/// <summary>A GitHub on loopback, an empty cache, and what was said; at the end nothing that was written or said holds the token.</summary>
public sealed class GitHubLab : IAsyncDisposable
{
    public const string Repository = "agntcy/slim-bindings";
    public const string Linux = "slim-bindings-x86_64-unknown-linux-gnu.zip";

    private GitHubLab(GitHubServer server) => Server = server;

    public GitHubServer Server { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("releases tests ").FullName;

    public string CacheFolder => Path.Combine(Folder, "cache");

    public AssetCache Cache => new(CacheFolder);

    /// <summary>Everything that was said to the user, errors included.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    public PackDefinition Definition { get; set; } = PackDefinition.Load(Testing.Repository.PathOf("packaging", "slim.json"));

    /// <summary>As patient as the program, only faster.</summary>
    public Patience Patience { get; init; } =
        new()
        {
            FirstDelay = TimeSpan.FromMilliseconds(5),
            LongestDelay = TimeSpan.FromMilliseconds(50),
            IdleLimit = TimeSpan.FromSeconds(2),
            LongestWait = TimeSpan.FromSeconds(5),
        };

    public GitHubHost Host => GitHubHost.Parse(Server.Web);

    public IEnumerable<SeenRequest> Downloads => Server.Seen.Where(seen => seen.Storage);

    public static async Task<GitHubLab> StartAsync(Patience? patience = null)
    {
        Secret.Set();
        var server = await GitHubServer.StartAsync(Secret.Token);
        return patience is null ? new GitHubLab(server) : new GitHubLab(server) { Patience = patience };
    }

    /// <summary>A lab with release 1.4.0, which has one asset.</summary>
    public static async Task<(GitHubLab Lab, PublishedAsset Asset)> WithOneAssetAsync(int size = 1_000_003, Patience? patience = null)
    {
        var lab = await StartAsync(patience);
        return (lab, PublishedRepository.Attach(lab.Server.Add(Repository).Publish("slim-bindings-v1.4.0"), Linux, Noise.Bytes(size)));
    }

    public Task<ListedRelease> ListAsync(string wanted, bool prerelease = false, bool anonymous = false, params string[] repositories) =>
        SayingAsync(async () =>
        {
            using var http = Connect(anonymous);
            return await new GitHubReleases(
                http, Definition, repositories.Length > 0 ? repositories : Definition.Repositories, new LineLog(Said.Enqueue))
                .FindAsync(wanted, prerelease, new AssetSelection(Definition, rids: null), TestContext.Current.CancellationToken);
        });

    public Task<ListedRelease> FetchAsync(ListedRelease release, bool anonymous = false, AssetCache? cache = null) =>
        SayingAsync(async () =>
        {
            using var http = Connect(anonymous);
            return await new ReleaseDownload(
                http, cache ?? Cache, release, new LineLog(Said.Enqueue), new LineLog(Said.Enqueue))
                    .RunAsync(TestContext.Current.CancellationToken);
        });

    /// <summary>Fetches release 1.4.0 as it is run.</summary>
    public async Task<ListedRelease> FetchAsync(Func<ReleaseDownload, Task<ListedRelease>> run)
    {
        using var http = Connect(anonymous: false);
        return await run(new ReleaseDownload(http, Cache, await ListAsync("1.4.0"), new LineLog(Said.Enqueue), new LineLog(Said.Enqueue)));
    }

    public async Task<ListedRelease> FetchAsync(bool anonymous = false) =>
        await FetchAsync(await ListAsync("1.4.0", anonymous: anonymous), anonymous);

    /// <summary>It fails with a message that says all of this.</summary>
    public static async Task<RuntimePacksException> RefusedAsync(Func<Task> run, params string[] words)
    {
        var e = await Assert.ThrowsAnyAsync<RuntimePacksException>(run);
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', e.Message);
        return e;
    }

    /// <summary>The cache holds the asset's own bytes, as sha256sum sees them, and nothing unfinished.</summary>
    public async Task HoldsAsync(PublishedAsset asset)
    {
        var path = Assert.Single(Directory.GetFiles(Path.Combine(CacheFolder, "assets"), asset.Name, SearchOption.AllDirectories));
        var expected = Path.Combine(Folder, "expected");
        await File.WriteAllBytesAsync(expected, asset.Bytes);
        var sums = (await new Command("sha256sum", "--", path, expected).OutputAsync()).Split('\n');
        Assert.Equal(sums[1].Split(' ')[0], sums[0].Split(' ')[0]);
        Assert.Equal(sums[1].Split(' ')[0], Path.GetFileName(Path.GetDirectoryName(path)));
        Assert.Empty(Directory.GetFiles(Path.Combine(CacheFolder, "partial")));
    }

    /// <summary>The cache holds no asset: nothing stands under a final name.</summary>
    public void HoldsNothing() =>
        Assert.Empty(
            Directory.Exists(Path.Combine(CacheFolder, "assets"))
                ? Directory.GetFiles(Path.Combine(CacheFolder, "assets"), "*", SearchOption.AllDirectories)
                : []);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        var search = await new Command("grep", "-rlF", "-e", Secret.Token, "-e", "sig=", Folder).RunAsync();
        Assert.Equal((1, ""), (search.ExitCode, search.Output));
        Assert.All(Said, line => Assert.DoesNotContain(Secret.Token, line, StringComparison.Ordinal));
        Assert.All(Said, line => Assert.DoesNotContain("sig=", line, StringComparison.Ordinal));
        Directory.Delete(Folder, recursive: true);
    }

    private GitHubHttp Connect(bool anonymous) =>
        new(Host, "releases-tests", anonymous ? null : GitHubToken.FromEnvironment(Host), Patience);

    /// <summary>Keeps what an error says, inner ones and their stacks included: a log may show all of it.</summary>
    private async Task<T> SayingAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e)
        {
            Said.Enqueue(e.ToString());
            throw;
        }
    }
}
