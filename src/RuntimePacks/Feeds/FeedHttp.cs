using System.Net;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using RuntimePacks.Network;

namespace RuntimePacks.Feeds;

/// <summary>
/// HTTP as NuGet does it: its proxies, the credentials of NuGet.config and of credential providers. What passes (5xx, 408, 429, cut
/// connections, silence) is tried again here, so that all requests to a feed are tried again alike.
/// </summary>
internal sealed class FeedHttp(PackageSource source, FeedPatience patience, ILogger log)
{
    private readonly Lazy<Task<HttpSource>> _reading = new(() => SourceAsync(Repository.Factory.GetCoreV3(source)));
    private readonly Lazy<Task<HttpSource>> _writing = new(() => SourceAsync(StayingHandlers.Of(source)));

    public string Name { get; } = new Uri(source.Source).GetLeftPart(UriPartial.Path);

    public FeedPatience Patience => patience;

    /// <summary>Asks for something, and reads the answer.</summary>
    /// <param name="what">What it is for, for the messages.</param>
    /// <param name="read">
    /// Is given each answer that is no passing failure; when the connection is cut meanwhile, the whole is done again.
    /// </param>
    public Task<T> GetAsync<T>(Uri address, string what, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken)
    {
        return SendAsync(
            _reading,
            what,
            _ => HttpRequestMessageFactory.Create(HttpMethod.Get, address, NullLogger.Instance),
            patience.Network.IdleLimit,
            read,
            cancellationToken);
    }

    /// <summary>Sends a request, which is not redirected, until there is an answer that is no passing failure.</summary>
    /// <param name="what">What it is for, for the messages.</param>
    /// <param name="prepare">Makes the request; what it is given ends the attempt.</param>
    /// <param name="answerLimit">How long it may take until the answer begins.</param>
    /// <exception cref="OutOfReachException">There is no answer to be had now.</exception>
    public Task<T> SendAsync<T>(
        string what, Func<CancellationTokenSource, HttpRequestMessage> prepare, TimeSpan answerLimit,
        Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken) =>
        SendAsync(_writing, what, prepare, answerLimit, read, cancellationToken);

    private async Task<T> SendAsync<T>(
        Lazy<Task<HttpSource>> through,
        string what,
        Func<CancellationTokenSource, HttpRequestMessage> prepare,
        TimeSpan answerLimit,
        Func<HttpResponseMessage, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var http = await through.Value;
        return await new Retries(patience.Network, what, "check the network and the feed", log).RunAsync(AttemptAsync, cancellationToken);

        async Task<T> AttemptAsync(CancellationToken cancel)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            using var cache = new SourceCacheContext { NoCache = true, DirectDownload = true };
            var request = new HttpSourceRequest(() => prepare(attempt))
            {
                RequestTimeout = answerLimit,
                DownloadTimeout = patience.Network.IdleLimit,
                MaxTries = 1,
            };
            try
            {
                return await http.ProcessResponseAsync(
                    request,
                    response => Passing(response) is { } fault ? throw fault : read(response),
                    cache,
                    NullLogger.Instance,
                    attempt.Token);
            }
            catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
            {
                throw new PassingFault($"{Name}: the server took nothing more, or did not answer", e);
            }
            catch (Exception e) when (NetworkFault.Describe(e) is { } why)
            {
                throw new PassingFault($"{Name}: {why}", e);
            }
        }
    }

    /// <summary>
    /// An answer that may be another one soon, and when to come back where the server says so (RFC 9110, section 10.2.3).
    /// </summary>
    private PassingFault? Passing(HttpResponseMessage response)
    {
        var passes = response.StatusCode is >= HttpStatusCode.InternalServerError
            or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        if (!passes) return null;
        var after = response.Headers.RetryAfter;
        return new PassingFault(
            $"{Name} answers {(int)response.StatusCode} {response.StatusCode}",
            wait: after?.Delta ?? after?.Date - DateTimeOffset.UtcNow);
    }

    /// <summary>The error for an answer that is no success.</summary>
    /// <param name="what">What was asked for.</param>
    /// <param name="advice">What to do about it, where the status alone does not say.</param>
    public async Task<RuntimePacksException> RefusedAsync(
        HttpResponseMessage response, string what, FeedKey? key = null, string? advice = null)
    {
        advice ??= response.StatusCode switch
        {
            HttpStatusCode.Unauthorized =>
                "it wants a user name and a password, or others: dotnet nuget add source (or update source) puts them into "
                + "NuGet.config",
            HttpStatusCode.Forbidden => "the credentials of NuGet.config may not do that",
            HttpStatusCode.NotFound => "expected the service index of a V3 feed there, such as https://…/index.json",
            _ => "this is not an answer that a V3 feed should give: check --feed and the proxy",
        };
        var said = await SaidAsync(response);
        if (source.Credentials?.Password is { Length: > 0 } password) said = said.Replace(password, "***", StringComparison.Ordinal);
        if (key is not null) said = key.Strike(said);
        return new RuntimePacksException(
            $"{what}: {Name} answers {(int)response.StatusCode} "
            + $"{response.StatusCode}{(said.Length > 0 ? $" (\"{said}\")" : "")}; {advice}");
    }

    private static async Task<HttpSource> SourceAsync(SourceRepository repository)
    {
        CredentialProviders.Use();
        return (await repository.GetResourceAsync<HttpSourceResource>())!.HttpSource;
    }

    /// <summary>Feeds say why in the status line, or in a short text.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage response)
    {
        const int Longest = 300;
        var text = response.Content.Headers.ContentType?.MediaType is "text/plain"
            && response.Content.Headers.ContentLength is > 0 and < Longest
            ? await response.Content.ReadAsStringAsync()
            : response.ReasonPhrase ?? "";
        return text.Replace(" ", "", StringComparison.Ordinal) == $"{response.StatusCode}" ? "" : text.ReplaceLineEndings(" ").Trim();
    }
}
