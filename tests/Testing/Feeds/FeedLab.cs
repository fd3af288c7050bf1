using System.Collections.Concurrent;
using Testing.Feeds;
using RuntimePacks;
using RuntimePacks.Feeds;
using RuntimePacks.Network;
using RuntimePacks.Pipeline;
using RuntimePacks.Stages;
using RuntimePacks.Tools;

namespace Testing.Feeds;

/// <summary>
/// A feed on loopback, a folder with a NuGet.config that knows it, and what was said; at the end nothing that was written or said
/// holds the key.
/// </summary>
public sealed class FeedLab : IAsyncDisposable
{
    private FeedLab(FeedServer server) => Server = server;

    public FeedServer Server { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("feeds tests ").FullName;

    public string Output => Path.Combine(Folder, "output");

    public string PackagesFolder => Path.Combine(Output, "packages");

    /// <summary>Everything that was said to the user, errors included.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>As patient as the program, only faster.</summary>
    public FeedPatience Patience { get; init; } = new()
    {
        Network =
            new()
            {
                FirstDelay = TimeSpan.FromMilliseconds(5),
                LongestDelay = TimeSpan.FromMilliseconds(50),
                IdleLimit = TimeSpan.FromSeconds(3),
            },
        AnswerLimit = TimeSpan.FromSeconds(20),
        ShowLimit = TimeSpan.FromMinutes(1),
        FirstLook = TimeSpan.FromMilliseconds(20),
        LongestLook = TimeSpan.FromMilliseconds(200),
    };

    public static async Task<FeedLab> StartAsync()
    {
        Secret.Set();
        var lab = new FeedLab(await FeedServer.StartAsync());
        lab.Configure();
        return lab;
    }

    /// <summary>Writes the NuGet.config: the server as "loopback", with or without its credentials.</summary>
    public void Configure(bool credentials = false) => File.WriteAllText(Path.Combine(Folder, "nuget.config"), $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="loopback" value="{Server.Index}" protocolVersion="3" allowInsecureConnections="true" />
          </packageSources>
          {(credentials ? $"""
            <packageSourceCredentials>
              <loopback>
                <add key="Username" value="somebody" />
                <add key="ClearTextPassword" value="{Secret.Password}" />
              </loopback>
            </packageSourceCredentials>
            """ : "")}
          <config>
            <add key="globalPackagesFolder" value="{Path.Combine(Folder, "nuget")}" />
          </config>
        </configuration>
        """);

    public StageRecord<PushRecord> Record => new Workspace(Output).Pushed;

    /// <summary>Pushes the packages of the folder, the one that consumers reference last.</summary>
    public async Task<PushRecord> PushAsync(
        string? feed = null, FeedPatience? patience = null, bool planned = false, CancellationToken? cancellation = null)
    {
        var packages = await Task.WhenAll(
            Directory.GetFiles(PackagesFolder).OrderBy(
                path => Path.GetFileName(path).StartsWith("Slim.", StringComparison.Ordinal)).ThenBy(path => path, StringComparer.Ordinal).Select(path => PackageToPush.ReadAsync(path)));
        var push = new Publication(
            Open(feed), FeedKey.FromEnvironment(), packages, Record, Path.Combine(Output, "push"), patience ?? Patience,
            new LineLog(Said.Enqueue), new LineLog(Said.Enqueue));
        var cancel = cancellation ?? TestContext.Current.CancellationToken;
        return planned ? await push.PlanAsync(cancel) : await push.RunAsync(cancel);
    }

    public PackageFeed Open(string? feed = null) => PackageFeed.Open(feed ?? Server.Index, Folder, new LineLog(Said.Enqueue), Patience);

    /// <summary>It fails with a message in one line that says all of this.</summary>
    public async Task<RuntimePacksException> RefusedAsync(Func<Task> run, params string[] words)
    {
        var e = await Assert.ThrowsAnyAsync<RuntimePacksException>(run);
        Said.Enqueue(e.ToString());
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', e.Message);
        return e;
    }

    /// <summary>Runs dotnet in the lab's folder, where it finds the lab's NuGet.config.</summary>
    public async Task<string> DotnetAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(Dotnet.Environment) { ["NUGET_API_KEY"] = null };
        return (await Dotnet.RunAsync(Folder, environment, arguments)).Succeeded().Output;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        var search = await new Command("grep", "-rlF", "-e", Secret.Key, Folder).RunAsync();
        Assert.Equal((1, ""), (search.ExitCode, search.Output));
        Assert.All(Said, line => Assert.DoesNotContain(Secret.Key, line, StringComparison.Ordinal));
        Assert.All(Said, line => Assert.DoesNotContain(Secret.Password, line, StringComparison.Ordinal));
        Directory.Delete(Folder, recursive: true);
    }
}
