using Microsoft.AspNetCore.Http;

namespace Testing.Feeds;

/// <summary>What is read of a feed (NuGet Server API: "Service index", "Package content", "Package metadata").</summary>
internal static class Contents
{
    private const string Flat = "flat";
    private const string Registration = "registration";

    public static Task AnswerAsync(FeedServer server, HttpContext context)
    {
        var shown = server.Packages.Where(package => package.IsShown).ToList();
        var answer = $"{context.Request.Path}".Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["v3", "index.json"] => Index(server.Root),
            ["v3", Flat, var id, "index.json"] => Of(id) is { Count: > 0 } all
                ? new { versions = all.Select(package => package.LowerVersion) }
                : null,
            ["v3", Flat, var id, var version, var file] => One(id, version) is { } one
                ? file == $"{id}.{version}.nupkg" ? one.Bytes : file == $"{id}.nuspec" ? one.Nuspec() : null
                : null,
            ["v3", Registration, var id, "index.json"] => Of(id) is { Count: > 0 } all ? Page(server.Root, all) : null,
            ["v3", Registration, var id, var leaf] => One(id, Path.GetFileNameWithoutExtension(leaf)) is { } one
                ? Leaf(server.Root, one)
                : null,
            _ => (object?)null,
        };
        return WriteAsync(context.Response, answer);

        List<StoredPackage> Of(string id) => [.. shown.Where(package => package.LowerId == id).OrderBy(package => package.Version)];

        StoredPackage? One(string id, string version) => Of(id).Find(package => package.LowerVersion == version);
    }

    private static Task WriteAsync(HttpResponse response, object? answer)
    {
        response.Headers.CacheControl = "no-store";
        switch (answer)
        {
            case null:
                response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case byte[] bytes:
                response.ContentType = "application/octet-stream";
                response.ContentLength = bytes.Length;
                return response.Body.WriteAsync(bytes).AsTask();
            default:
                return response.WriteAsJsonAsync(answer, answer.GetType());
        }
    }

    private static Dictionary<string, object> Index(string root) => new Dictionary<string, object>
    {
        ["version"] = "3.0.0",
        ["resources"] = new[]
        {
            Resource($"{root}/v3/{Flat}/", "PackageBaseAddress/3.0.0"),
            Resource($"{root}/v3/{Registration}/", "RegistrationsBaseUrl"),
            Resource($"{root}/v3/{Registration}/", "RegistrationsBaseUrl/3.6.0"),
            Resource($"{root}{Push.Path}", "PackagePublish/2.0.0"),
        },
    };

    private static Dictionary<string, string> Resource(string id, string type) => new() { ["@id"] = id, ["@type"] = type };

    private static Dictionary<string, object> Page(string root, List<StoredPackage> packages)
    {
        var address = $"{root}/v3/{Registration}/{packages[0].LowerId}/index.json";
        return new Dictionary<string, object>
        {
            ["@id"] = address,
            ["count"] = 1,
            ["items"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["@id"] = $"{address}#page",
                    ["count"] = packages.Count,
                    ["lower"] = packages[0].LowerVersion,
                    ["upper"] = packages[^1].LowerVersion,
                    ["items"] = packages.Select(package => Leaf(root, package)),
                },
            },
        };
    }

    private static Dictionary<string, object> Leaf(string root, StoredPackage package)
    {
        var address = $"{root}/v3/{Registration}/{package.LowerId}/{package.LowerVersion}.json";
        var content = $"{root}/v3/{Flat}/{package.LowerId}/{package.LowerVersion}/{package.LowerId}.{package.LowerVersion}.nupkg";
        return new Dictionary<string, object>
        {
            ["@id"] = address,
            ["catalogEntry"] =
                new Dictionary<string, object>
                {
                    ["@id"] = $"{address}#entry",
                    ["id"] = package.Id,
                    ["version"] = package.Version.ToNormalizedString(),
                    ["listed"] = true,
                    ["packageContent"] = content,
                },
            ["packageContent"] = content,
            ["registration"] = $"{root}/v3/{Registration}/{package.LowerId}/index.json",
        };
    }
}
