using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Testing.Feeds;

/// <summary>The package publish resource (NuGet Server API, "Push and delete").</summary>
internal static class Push
{
    public const string Path = "/api/v2/package";

    private const long LargestMultipart = 1L << 30;

    public static async Task AnswerAsync(FeedServer server, HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if ($"{request.Path}".TrimEnd('/') != Path)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (server.Key is not null && request.Headers["X-NuGet-ApiKey"] != server.Key)
        {
            response.StatusCode = request.Headers.ContainsKey("X-NuGet-ApiKey")
                ? StatusCodes.Status403Forbidden
                : StatusCodes.Status401Unauthorized;
            return;
        }

        if (await ReadAsync(server, request, context.RequestAborted) is not { } package)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (await server.PushFault(package, context))
        {
            server.Pushes.Enqueue(($"{package.Id} {package.Version}", response.StatusCode));
            return;
        }

        response.StatusCode = server.Store(package) ? StatusCodes.Status201Created : StatusCodes.Status409Conflict;
        server.Pushes.Enqueue(($"{package.Id} {package.Version}", response.StatusCode));
        if (response.StatusCode == StatusCodes.Status201Created) await server.Accepted(package, context);
    }

    /// <summary>The package in a form's first file; null when the request holds none.</summary>
    private static async Task<StoredPackage?> ReadAsync(FeedServer server, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            var form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = LargestMultipart }, cancellationToken);
            if (form.Files is not [var file, ..]) return null;
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancellationToken);
            return StoredPackage.Read(bytes.ToArray(), server.ShowAfter);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
