using System.Net;
using System.Text.Json;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Versioning;
using RuntimePacks.Files;
using RuntimePacks.Network;

namespace RuntimePacks.Feeds;

/// <summary>A server that speaks NuGet's V3 protocol (NuGet Server API): service index, flat container, package publish.</summary>
internal sealed class ServerFeed : PackageFeed
{
    private const int BufferBytes = 1 << 17;

    private readonly FeedHttp _http;
    private readonly Uri _address;
    private readonly Lazy<Task<ServiceIndex>> _index;

    public ServerFeed(PackageSource source, FeedPatience patience, ILogger log)
    {
        (_http, _address) = (new FeedHttp(source, patience, log), new Uri(source.Source));
        _index = new(IndexAsync);
    }

    public override string Name => _http.Name;

    public override bool IsPublic => !_address.IsLoopback;

    public override async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default)
    {
        var address = await ContentAsync($"{id.ToLowerInvariant()}/index.json", cancellationToken);
        var listed = await _http.GetAsync(
            address,
            $"the versions of {id}",
            response => JsonAsync<Versions>(response, $"the versions of {id}", cancellationToken),
            cancellationToken);
        var versions = (listed?.List ?? []).Select(text => NuGetVersion.TryParse(text, out var version) ? version : null);
        return [.. versions.OfType<NuGetVersion>().Order()];
    }

    public override async Task<bool> DownloadAsync(
        string id, NuGetVersion version, Stream destination, CancellationToken cancellationToken = default)
    {
        var (name, number) = (id.ToLowerInvariant(), version.ToNormalizedString().ToLowerInvariant());
        var address = await ContentAsync($"{name}/{number}/{name}.{number}.nupkg", cancellationToken);
        return await _http.GetAsync(address, $"{id} {version}", async response =>
        {
            destination.SetLength(0);
            if (response.StatusCode == HttpStatusCode.NotFound) return false;
            if (!response.IsSuccessStatusCode) throw await _http.RefusedAsync(response, $"{id} {version}");
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await body.CopyToAsync(destination, BufferBytes, cancellationToken);
            return true;
        }, cancellationToken);
    }

    public override async Task<bool> AddAsync(
        PackageToPush package, FeedKey? key, Transfer transfer, CancellationToken cancellationToken = default)
    {
        var index = await _index.Value.WaitAsync(cancellationToken);
        var address = index.Find(ServiceIndex.PackagePublish)
            ?? throw new RuntimePacksException(
                $"{Name} takes no packages: its service index lists no {ServiceIndex.PackagePublish}");
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != _address.Scheme)
        {
            throw new RuntimePacksException($"{Name} wants packages sent to {address}, which is not encrypted: refused");
        }

        return await _http.SendAsync(
            package.FileName,
            attempt => Upload.Request(address, package, key, transfer, _http.Patience, attempt),
            Timeout.InfiniteTimeSpan, // the upload itself sees to it that something moves
            async response => response.StatusCode switch
            {
                HttpStatusCode.Conflict => false,
                _ when response.IsSuccessStatusCode => true,
                _ when response.Headers.Location is { } elsewhere =>
                    throw new RuntimePacksException(
                        $"{package.FileName}: {Name} answers {(int)response.StatusCode} and sends it to "
                        + $"{new Uri(address, elsewhere).GetLeftPart(UriPartial.Path)}: refused, "
                        + "since the key would go there too; if that feed is the right one, give its address with --feed"),
                _ => throw await _http.RefusedAsync(response, package.FileName, key, Advice(response.StatusCode, package, key)),
            },
            cancellationToken);
    }

    private static string? Advice(HttpStatusCode status, PackageToPush package, FeedKey? key) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when key is null =>
            $"set {FeedKey.Variable} to a key that may push {package.Id}, or give the source credentials in NuGet.config",
        HttpStatusCode.Unauthorized =>
            $"the key in {FeedKey.Variable} is wrong or has expired, or the feed wants credentials in NuGet.config too",
        HttpStatusCode.Forbidden =>
            $"the key in {FeedKey.Variable} may not push {package.Id}: it needs the permission to push new packages and "
            + "versions of that id",
        HttpStatusCode.RequestEntityTooLarge =>
            $"the package has {Size.Text(package.Size)}, which is more than the feed, or a proxy before it, takes: "
            + "raise its limit, or make the package smaller (--slim full)",
        _ => "the feed does not take the package: what it says is above",
    };

    private async Task<Uri> ContentAsync(string path, CancellationToken cancellationToken)
    {
        var root = (await _index.Value.WaitAsync(cancellationToken)).Find(ServiceIndex.PackageContent)
            ?? throw new RuntimePacksException(
                $"{Name} is no V3 feed that packages can be downloaded from: its service index lists no "
                + $"{ServiceIndex.PackageContent}");
        return new Uri($"{root.AbsoluteUri.TrimEnd('/')}/{path}");
    }

    private Task<ServiceIndex> IndexAsync() => _http.GetAsync(
        _address,
        "the feed",
        async response => await JsonAsync<ServiceIndex>(response, "the feed", CancellationToken.None)
            ?? throw await _http.RefusedAsync(response, "the feed"),
        CancellationToken.None);

    /// <summary>The document that an answer holds, or null when there is none.</summary>
    private async Task<T?> JsonAsync<T>(HttpResponseMessage response, string what, CancellationToken cancellationToken)
        where T : class
    {
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (!response.IsSuccessStatusCode) throw await _http.RefusedAsync(response, what);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync<T>(body, cancellationToken: cancellationToken)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new RuntimePacksException(
                $"{what}: {Name} answers something that is no JSON of a V3 feed: check --feed, "
                + "the proxy and the network's login page",
                e);
        }
    }

    private sealed record Versions([property: System.Text.Json.Serialization.JsonPropertyName("versions")] IReadOnlyList<string>? List);
}
