using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Testing.GitHub;

/// <summary>
/// A GitHub Enterprise Server on loopback, as far as releases go, and the storage host that it redirects downloads to.
/// It also answers as a proxy for any host name, since a proxied request only names its host differently.
/// </summary>
public sealed class GitHubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GitHubServer(WebApplication app, string token) => (_app, Token) = (app, token);

    public List<PublishedRepository> Repositories { get; } = [];

    /// <summary>The one token that it knows.</summary>
    public string Token { get; }

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>Asked first for each request; returns true when it has answered.</summary>
    public Func<SeenRequest, HttpContext, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Asked before the bytes of a file are sent: what to do instead, or null to send them.</summary>
    public Func<Download, Task<bool>> DownloadFault { get; set; } = _ => Task.FromResult(false);

    public string Web { get; private set; } = "";

    /// <summary>Another host name than <see cref="Web"/>'s.</summary>
    public string StorageRoot { get; private set; } = "";

    internal Storage Storage { get; } = new();

    public static async Task<GitHubServer> StartAsync(string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, 0);
            options.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var server = new GitHubServer(app, token);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        var ports = app.Urls.Select(url => new Uri(url).Port).ToArray();
        (server.Web, server.StorageRoot) = ($"http://127.0.0.1:{ports[0]}", $"http://localhost:{ports[1]}");
        return server;
    }

    public PublishedRepository Add(string name)
    {
        var repository = new PublishedRepository(name);
        Repositories.Add(repository);
        return repository;
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
        var isStorage = context.Connection.LocalPort == new Uri(StorageRoot).Port;
        var seen = new SeenRequest(
            isStorage, $"{request.Host}", $"{request.Path}{request.QueryString}", Header("Authorization"), Header("Range"),
            Header("If-Range"), Header("If-None-Match"), Header("User-Agent"));
        Seen.Enqueue(seen);
        if (await Fault(seen, context)) return;
        await (isStorage ? Storage.AnswerAsync(this, context) : new Api(this, context).AnswerAsync());

        string? Header(string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
    }
}
