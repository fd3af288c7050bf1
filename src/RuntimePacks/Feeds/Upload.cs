using System.Net;
using System.Net.Http.Headers;
using NuGet.Common;
using NuGet.Protocol;
using RuntimePacks.Network;

namespace RuntimePacks.Feeds;

/// <summary>The body of a push: the package, in pieces, with an eye on whether they move.</summary>
internal sealed class Upload : HttpContent
{
    private const int PieceBytes = 1 << 17;

    private readonly PackageToPush _package;
    private readonly Transfer _transfer;
    private readonly FeedPatience _patience;
    private readonly CancellationTokenSource _attempt;

    private Upload(PackageToPush package, Transfer transfer, FeedPatience patience, CancellationTokenSource attempt)
    {
        (_package, _transfer, _patience, _attempt) = (package, transfer, patience, attempt);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <summary>
    /// A push request (NuGet Server API, "Push a package": PUT, multipart/form-data).
    /// It asks first whether the server wants the body (RFC 9110, section 10.1.1).
    /// </summary>
    /// <param name="attempt">Is cancelled when nothing moves for too long.</param>
    public static HttpRequestMessage Request(
        Uri address, PackageToPush package, FeedKey? key, Transfer transfer, FeedPatience patience, CancellationTokenSource attempt)
    {
        attempt.CancelAfter(patience.AnswerLimit);
        var request = HttpRequestMessageFactory.Create(
            HttpMethod.Put, address, new HttpRequestMessageConfiguration(logger: NullLogger.Instance, promptOn403: key is null));
        request.Content = new MultipartFormDataContent { { new Upload(package, transfer, patience, attempt), "package", "package.nupkg" } };
        request.Headers.ExpectContinue = true;
        key?.AddTo(request.Headers);
        return request;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _package.Size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _transfer.Done = 0;
        const FileOptions Options = FileOptions.SequentialScan | FileOptions.Asynchronous;
        await using (var file = new FileStream(_package.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, Options))
        {
            var piece = new byte[PieceBytes];
            int count;
            while ((count = await file.ReadAsync(piece, cancellationToken)) > 0)
            {
                _attempt.CancelAfter(_patience.Network.IdleLimit);
                await stream.WriteAsync(piece.AsMemory(0, count), cancellationToken);
                _transfer.Done += count;
                _transfer.Received += count;
            }
        }

        _attempt.CancelAfter(_patience.AnswerLimit);
    }
}
