using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Testing.Feeds;

/// <summary>A NuGet V3 feed on loopback (NuGet Server API): service index, package content, package metadata, and push.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<StoredPackage> _packages = [];

    private FeedServer(WebApplication app) => _app = app;

    /// <summary>The address of the service index.</summary>
    public string Index => $"{Root}/v3/index.json";

    public string Root { get; private set; } = "";

    /// <summary>The key that a push needs; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>The user name and password that every request needs (RFC 7617); null for none.</summary>
    public (string User, string Password)? Credentials { get; set; }

    /// <summary>How long after a push a package is shown.</summary>
    public TimeSpan ShowAfter { get; set; }

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>How each push ended that came whole, in order.</summary>
    public ConcurrentQueue<(string Package, int Status)> Pushes { get; } = new();

    /// <summary>What is served, the longest there first.</summary>
    public IReadOnlyList<StoredPackage> Packages
    {
        get
        {
            lock (_packages) return [.. _packages];
        }
    }

    /// <summary>Asked first for each request; returns true when it has answered.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = _ => Task.FromResult(false);

    /// <summary>Asked for each push that came whole, before it is accepted; returns true when it has answered.</summary>
    public Func<StoredPackage, HttpContext, Task<bool>> PushFault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Told of each package that was accepted, before the client is.</summary>
    public Func<StoredPackage, HttpContext, Task> Accepted { get; set; } = (_, _) => Task.CompletedTask;

    public static async Task<FeedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            options.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var server = new FeedServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Root = $"http://127.0.0.1:{new Uri(app.Urls.Single()).Port}";
        return server;
    }

    /// <summary>Stores a package, unless there is one of its id and version.</summary>
    public bool Store(StoredPackage package)
    {
        lock (_packages)
        {
            if (_packages.Any(there => there.LowerId == package.LowerId && there.Version == package.Version)) return false;
            _packages.Add(package);
            return true;
        }
    }

    /// <summary>Takes a package away, as an owner may.</summary>
    public void Delete(string id)
    {
        lock (_packages) _packages.RemoveAll(package => package.Id == id);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Seen.Enqueue(new SeenRequest(request.Method, $"{request.Path}", Header("X-NuGet-ApiKey"), Header("Authorization")));
        if (await Fault(context)) return;
        if (
            Credentials is { } wanted
                && Header("Authorization") != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{wanted.User}:{wanted.Password}"))}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"feed\"";
            return;
        }

        await (HttpMethods.IsPut(request.Method) ? Push.AnswerAsync(this, context) : Contents.AnswerAsync(this, context));

        string? Header(string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
    }
}
