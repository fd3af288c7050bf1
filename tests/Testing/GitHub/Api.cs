using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Testing.GitHub;

/// <summary>One request to GitHub itself: its REST API under <c>/api/v3</c>, or a download from its site.</summary>
internal sealed class Api(GitHubServer server, HttpContext context)
{
    private const string Prefix = "/api/v3/repos/";
    private const int DefaultPage = 30;
    private const int LargestPage = 100;

    private string Root => $"{context.Request.Scheme}://{context.Request.Host}";

    private Shapes Shapes => new($"{Root}/api/v3", Root);

    public Task AnswerAsync()
    {
        var path = context.Request.Path.Value!;
        var isApi = path.StartsWith(Prefix, StringComparison.Ordinal);
        var parts = (isApi ? path[Prefix.Length..] : path[1..]).Split('/');
        var token = Token();
        if (isApi) LimitHeaders();
        if (token is not null && token != server.Token) return JsonAsync(401, Shapes.Error("Bad credentials", 401));

        var repository = parts.Length > 2 ? server.Repositories.Find(repository => repository.Name == $"{parts[0]}/{parts[1]}") : null;
        if (repository is null || (repository.Private && token is null)) return NotFoundAsync();
        return isApi ? ApiAsync(repository, parts[2..]) : WebAsync(repository, parts[2..]);
    }

    private Task ApiAsync(PublishedRepository repository, string[] path)
    {
        var published = repository.Releases.Where(release => !release.Draft || Token() is not null).ToList();
        switch (path)
        {
            case ["releases"]:
                return PageAsync(published.Select(release => Shapes.Release(repository, release)).ToList());
            case ["releases", "tags", var tag]:
                return FoundAsync(
                    repository.Releases.Find(release => release.Tag == Uri.UnescapeDataString(tag) && !release.Draft),
                    release => Shapes.Release(repository, release));
            case ["releases", "assets", var id]:
                return AssetAsync(repository, id);
            case ["releases", var id, "assets"]:
                return repository.Releases.Find(release => $"{release.Id}" == id) is { } owner
                    ? PageAsync(owner.Assets.Select(asset => Shapes.Asset(repository, owner, asset)).ToList())
                    : NotFoundAsync();
            case ["git", "ref" or "refs", "tags", .. var tag]:
                return FoundAsync(
                    repository.Releases.Find(release => release.Tag == Uri.UnescapeDataString(string.Join('/', tag)) && !release.Draft),
                    release => Shapes.Reference(repository, release));
            case ["git", "tags", var sha]:
                var tagged = repository.Releases
                    .SelectMany(release => Enumerable.Range(0, release.Annotations).Select(depth => (Release: release, Depth: depth)))
                    .FirstOrDefault(tag => tag.Release.Object(tag.Depth).Sha == sha);
                return FoundAsync(tagged.Release, release => Shapes.Tag(repository, release, tagged.Depth));
            default:
                return NotFoundAsync();
        }
    }

    /// <summary>"Set the Accept header to application/octet-stream. The API will redirect the client to the location."</summary>
    private Task AssetAsync(PublishedRepository repository, string id)
    {
        foreach (var release in repository.Releases)
        {
            if (release.Assets.Find(asset => $"{asset.Id}" == id) is not { } asset) continue;
            if (context.Request.Headers.Accept == "application/octet-stream") return RedirectAsync(asset);
            return JsonAsync(200, Shapes.Asset(repository, release, asset));
        }

        return NotFoundAsync();
    }

    private Task WebAsync(PublishedRepository repository, string[] path)
    {
        var asset = path is ["releases", "download", var tag, var name]
            ? repository.Releases.Find(
                release => release.Tag == Uri.UnescapeDataString(tag) && !release.Draft)?.Assets.Find(asset => asset.Name == name)
            : null;
        return asset is null ? NotFoundAsync() : RedirectAsync(asset);
    }

    private Task RedirectAsync(PublishedAsset asset)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = server.Storage.Sign(server.StorageRoot, asset);
        return Task.CompletedTask;
    }

    /// <summary>A page of a list, with the Link header (REST documentation, "Using pagination in the REST API").</summary>
    private Task PageAsync(List<object> all)
    {
        var size = Math.Min(LargestPage, Number("per_page", DefaultPage));
        var page = Number("page", 1);
        var last = Math.Max(1, (all.Count + size - 1) / size);
        var links = new List<string>();
        if (page > 1) links.AddRange([Link(page - 1, "prev")]);
        if (page < last) links.AddRange([Link(page + 1, "next"), Link(last, "last")]);
        if (page > 1) links.Add(Link(1, "first"));
        if (links.Count > 0) context.Response.Headers.Link = string.Join(", ", links);
        return JsonAsync(200, all.Skip((page - 1) * size).Take(size));

        int Number(string name, int otherwise) => int.TryParse(
            context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

        string Link(int number, string relation) => $"<{Root}{context.Request.Path}?per_page={size}&page={number}>; rel=\"{relation}\"";
    }

    private Task FoundAsync<T>(T? found, Func<T, object> shape)
        where T : class => found is null ? NotFoundAsync() : JsonAsync(200, shape(found));

    private Task NotFoundAsync() => JsonAsync(404, Shapes.Error("Not Found", 404));

    private async Task JsonAsync(int status, object body)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        var etag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(json))}\"";
        context.Response.Headers.ETag = etag;
        context.Response.StatusCode = context.Request.Headers.IfNoneMatch == etag ? StatusCodes.Status304NotModified : status;
        if (context.Response.StatusCode == StatusCodes.Status304NotModified) return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private void LimitHeaders()
    {
        var headers = context.Response.Headers;
        headers["x-ratelimit-limit"] = "60";
        headers["x-ratelimit-remaining"] = "59";
        headers["x-ratelimit-used"] = "1";
        headers["x-ratelimit-reset"] = $"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}";
        headers["x-ratelimit-resource"] = "core";
    }

    private string? Token() => context.Request.Headers.Authorization.ToString().Split(' ') is [_, var token] ? token : null;
}
