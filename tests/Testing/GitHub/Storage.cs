using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Testing.GitHub;

/// <summary>One response with the bytes of a file, or a part of them, that is about to be sent.</summary>
/// <param name="From">The first byte that was asked for.</param>
public sealed record Download(PublishedAsset Asset, long From, HttpContext Context);

/// <summary>The host that holds the files: signed addresses that expire, ranges, validators (RFC 9110, sections 13 and 14).</summary>
internal sealed class Storage
{
    private readonly ConcurrentDictionary<string, (PublishedAsset Asset, DateTimeOffset Until)> _signed = new();

    /// <summary>An address that works for a while.</summary>
    public string Sign(string root, PublishedAsset asset)
    {
        var signature = Guid.NewGuid().ToString("N");
        _signed[signature] = (asset, DateTimeOffset.UtcNow.AddMinutes(5));
        return $"{root}/github-production-release-asset/{asset.Id}?se=2030-01-01&sig={signature}&filename={asset.Name}";
    }

    public async Task AnswerAsync(GitHubServer server, HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!_signed.TryGetValue(request.Query["sig"].ToString(), out var signed) || signed.Until < DateTimeOffset.UtcNow)
        {
            await RefuseAsync(response);
            return;
        }

        var asset = signed.Asset;
        var bytes = asset.Bytes;
        if (asset.ETag is not null) response.Headers.ETag = asset.ETag;
        response.Headers.AcceptRanges = "bytes";
        if (asset.ETag is not null && request.Headers.IfNoneMatch == asset.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        long from = 0;
        if (
            request.Headers.Range.ToString() is { Length: > 0 } range
                && (request.Headers.IfRange.Count == 0 || request.Headers.IfRange == asset.ETag))
        {
            from = long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            if (from >= bytes.Length)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = $"bytes */{bytes.Length}";
                return;
            }

            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        response.ContentType = "application/octet-stream";
        if (await server.DownloadFault(new Download(asset, from, context))) return;
        response.ContentLength = bytes.Length - from;
        await SendAsync(response, bytes.AsMemory((int)from), context.RequestAborted);
    }

    /// <summary>As Azure's storage refuses a signature that has expired.</summary>
    public static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentType = "application/xml";
        return response.WriteAsync(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>Signature not valid in the specified time frame</Message></Error>");
    }

    private static async Task SendAsync(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        const int Piece = 1 << 18;
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            await response.Body.WriteAsync(bytes.Slice(at, Math.Min(Piece, bytes.Length - at)), cancellationToken);
        }
    }
}
