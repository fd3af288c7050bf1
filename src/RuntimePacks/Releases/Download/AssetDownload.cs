using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using RuntimePacks.Files;
using RuntimePacks.Network;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Releases.Download;

/// <summary>Brings one asset into the cache: once, whole, and with the digest that its release lists.</summary>
internal sealed class AssetDownload(
    GitHubHttp http, AssetCache cache, ListedRelease release, ListedAsset asset, Transfer transfer, ILogger step, ILogger log)
{
    private const int BufferBytes = 1 << 17;

    private readonly Retries _retries = http.RetriesOf(asset.Name, log);

    /// <summary>One name for this upload in all runs.</summary>
    private string Key => asset.Sha256 ?? Digest.OfTexts(http.Host.Api.AbsoluteUri, release.Repository, $"{asset.Id}");

    /// <summary>
    /// With a token the API's address, which shows what is private; without, the one for browsers, which has no rate limit.
    /// </summary>
    private Uri Address => http.HasToken && asset.Id is { } id
        ? http.Host.AssetInApi(release.Repository, id)
        : http.Host.AssetOnWeb(release.Repository, release.Tag, asset.Name);

    /// <returns>The asset, with its digest.</returns>
    /// <exception cref="RuntimePacksException">It cannot be had, or is not what the release lists.</exception>
    public async Task<ListedAsset> RunAsync(CancellationToken cancellationToken)
    {
        using var turn = await cache.TakeAsync(
            Key, () => log.Say($"{asset.Name}: waiting for another run that fetches it"), cancellationToken);
        if (asset.Sha256 is not null && await cache.HoldsAsync(asset.Sha256, asset.Name, log, cancellationToken)) return InCache(asset);

        var known = asset.Sha256 is null ? await KnownAsync(cancellationToken) : null;
        using var partial = await PartialFile.OpenAsync(cache.PartialOf(Key), asset.Size, cancellationToken);
        transfer.State = TransferState.Running;
        transfer.Done = partial.Length;
        step.Say(
            partial.Length > 0
                ? $"resuming {asset.Name} at {Size.Text(partial.Length)} of {Size.Text(asset.Size)}"
                : $"fetching {asset.Name}, {Size.Text(asset.Size)}");

        var started = TimeProvider.System.GetTimestamp();
        if (!await _retries.RunAsync(cancel => ReceiveAsync(partial, known, cancel), cancellationToken))
        {
            partial.Delete();
            return InCache(asset with { Sha256 = known!.Sha256 });
        }

        var (sha256, etag) = (partial.Sha256, partial.ETag);
        partial.MoveTo(cache.PathOf(sha256, asset.Name));
        if (asset.Sha256 is null && etag is not null) await cache.KnownOf(Key).WriteAsync(new KnownAsset(sha256, etag));
        transfer.State = TransferState.Done;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        step.Say($"fetched {asset.Name}, {Size.Text(transfer.Received)} in {seconds:0.0} s");
        return asset with { Sha256 = sha256 };
    }

    private ListedAsset InCache(ListedAsset found)
    {
        transfer.Done = asset.Size;
        transfer.State = TransferState.Done;
        step.Say($"{asset.Name} is in the cache");
        return found;
    }

    /// <summary>What an earlier run downloaded under this id, if it is still there.</summary>
    private async Task<KnownAsset?> KnownAsync(CancellationToken cancellationToken) =>
        cache.KnownOf(Key).Earlier() is { } known && await cache.HoldsAsync(known.Sha256, asset.Name, log, cancellationToken)
            ? known
            : null;

    /// <exception cref="PassingFault">
    /// The file was pieced together, and is not the right one: it is downloaded once more, in one piece.
    /// </exception>
    /// <exception cref="RuntimePacksException">It is not the right one.</exception>
    private void RequireRight(PartialFile partial)
    {
        if (asset.Sha256 is null || partial.Sha256 == asset.Sha256) return;
        var (found, pieced) = (partial.Sha256, partial.Pieced);
        partial.Restart(null);
        if (!pieced)
        {
            throw new RuntimePacksException(
                $"{asset.Name}: what {http.Host.Web.Authority} sends is not what {release.Repository} {release.Tag} lists: "
                + $"expected sha256:{asset.Sha256}, found sha256:{found}; nothing of it is kept, run again, "
                + "and if it stays so ask the owners of the release");
        }

        throw new PassingFault("what was pieced together has another digest");
    }

    /// <summary>Makes one request, and reads its body to the end.</summary>
    /// <returns>False when the server says that what is known is still so.</returns>
    /// <exception cref="PassingFault">Not all of it came, or not the right file.</exception>
    private async Task<bool> ReceiveAsync(PartialFile partial, KnownAsset? known, CancellationToken cancellationToken)
    {
        var resumes = partial is { Length: > 0, ETag: not null };
        if (partial.Length != asset.Size || asset.Sha256 is null || asset.Size == 0)
        {
            using var response = await http.GetAsync(
                Address, headers => Prepare(headers, resumes ? partial : null, known), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotModified && known is not null) return false;
            Begin(partial, response, resumes);
            await CopyAsync(partial, response.Content, cancellationToken);
        }

        RequireRight(partial);
        return true;
    }

    private static void Prepare(HttpRequestHeaders headers, PartialFile? resumed, KnownAsset? known)
    {
        headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/octet-stream"));
        if (resumed is not null)
        {
            headers.Range = new RangeHeaderValue(resumed.Length, null);
            headers.IfRange = new RangeConditionHeaderValue(resumed.ETag!);
        }
        else if (known is not null)
        {
            headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known.ETag));
        }
    }

    /// <exception cref="PassingFault">What follows is neither the file nor the rest of it.</exception>
    private void Begin(PartialFile partial, HttpResponseMessage response, bool resumes)
    {
        var etag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        string? why = null;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (resumes) log.Warn($"{asset.Name}: the server sends the whole file instead of the rest; beginning anew");
            partial.Restart(etag);
        }
        else if (response.StatusCode == HttpStatusCode.PartialContent && resumes)
        {
            var range = response.Content.Headers.ContentRange;
            if (etag is not null && etag != partial.ETag) why = "the file changed between two ranges";
            else if (range?.From != partial.Length || (range.HasLength && range.Length != asset.Size))
            {
                why = $"the server answers with the range '{range}', not from byte {partial.Length} of {asset.Size}";
            }

            partial.Pieced = true;
        }
        else if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && resumes)
        {
            why = $"the server has no byte {partial.Length}";
        }
        else
        {
            throw http.Refused(response.StatusCode, $"{asset.Name} of {release.Repository} {release.Tag}", null);
        }

        if (why is not null) partial.Restart(null);
        else if (response.Content.Headers.ContentLength is { } length && partial.Length + length != asset.Size)
        {
            why = $"the server announces {partial.Length + length} bytes, and the release lists {asset.Size}";
        }

        if (why is not null) throw new PassingFault(why);
    }

    private async Task CopyAsync(PartialFile partial, HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        string? why = null;
        Exception? exception = null;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken);
            using var body = new IdleStream(stream, http.Patience.IdleLimit, cancellationToken);
            int count;
            while (why is null && (count = await body.ReadAsync(buffer)) > 0)
            {
                if (partial.Length + count > asset.Size)
                {
                    why = $"the server sends more than the {asset.Size} bytes that the release lists";
                    partial.Restart(null);
                    break;
                }

                partial.Append(buffer, count);
                (transfer.Done, transfer.Received) = (partial.Length, transfer.Received + count);
                _retries.Reached(partial.Length);
            }

            if (partial.Length < asset.Size) why ??= "the body ended early";
        }
        catch (Exception e) when (NetworkFault.Describe(e) is { } fault)
        {
            (why, exception) = (fault, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (why is not null) throw new PassingFault($"{why}, {partial.Length} of {asset.Size} bytes are here", exception);
    }
}
