using System.Net;
using System.Net.Http.Headers;
using RuntimePacks.Network;

namespace RuntimePacks.Releases.GitHub;

/// <summary>
/// GET over HTTP, as everything that is asked of a GitHub needs it: redirects are followed by hand, so that the token goes to
/// the API's own host alone; what passes (5xx, 408, resets, silence, rate limits, a signed address that expired) is tried again.
/// Proxies are the environment's (<c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c>, <c>NO_PROXY</c>).
/// </summary>
public sealed class GitHubHttp : IDisposable
{
    private const int LongestChain = 8;

    private readonly HttpMessageInvoker _http;
    private readonly GitHubToken? _token;

    /// <param name="product">Who asks: GitHub wants a User-Agent.</param>
    /// <param name="token">Null for what the public may see.</param>
    public GitHubHttp(GitHubHost host, string product, GitHubToken? token, Patience patience)
    {
        (Host, Product, Patience, _token) = (host, product, patience, token);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = patience.IdleLimit,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        });
    }

    public GitHubHost Host { get; }

    public string Product { get; }

    public Patience Patience { get; }

    /// <summary>Whether requests to the API carry a token.</summary>
    public bool HasToken => _token is not null;

    /// <summary>How one piece of work is done again after a passing failure.</summary>
    /// <param name="what">The work, for the messages.</param>
    /// <param name="log">Told, in a line, why there is a pause.</param>
    internal Retries RetriesOf(string what, ILogger log) => new(Patience, what, "run again, what came in is kept", log);

    /// <summary>Asks once: the headers of the answer, with the body still to be read.</summary>
    /// <param name="prepare">Sets the headers of each request.</param>
    /// <returns>A success, or a refusal that asking again would not change.</returns>
    /// <exception cref="PassingFault">There is no answer, or one that may be another one soon.</exception>
    /// <exception cref="OutOfReachException">The rate limit is used up for longer than is waited for.</exception>
    /// <exception cref="RuntimePacksException">The server redirects in a circle, or from https to http.</exception>
    internal async Task<HttpResponseMessage> GetAsync(Uri address, Action<HttpRequestHeaders> prepare, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await FollowAsync(address, prepare, cancellationToken);
        }
        catch (Exception e) when (NetworkFault.Describe(e) is { } why)
        {
            throw new PassingFault($"{address.Authority}: {why}", e);
        }

        try
        {
            await RequireFinalAsync(address, response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task RequireFinalAsync(Uri address, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var final = response.RequestMessage!.RequestUri!;
        var elsewhere = final.Authority != address.Authority;
        var passes = response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout;
        if (passes || (elsewhere && IsRefusal(response)))
        {
            throw new PassingFault($"{final.Authority} answers {Status(response.StatusCode)}");
        }

        if (!elsewhere) await RateLimit.RequireRoomAsync(response, Patience.LongestWait, cancellationToken);
    }

    /// <summary>The error for an answer that is no success.</summary>
    /// <param name="what">What was asked for.</param>
    public RuntimePacksException Refused(HttpStatusCode status, string what, string? message)
    {
        var said = string.IsNullOrWhiteSpace(message)
            ? ""
            : $" (\"{(_token is null ? message : _token.Strike(message)).ReplaceLineEndings(" ").Trim()}\")";
        return new RuntimePacksException($"{what}: {Host.Web.Authority} answers {Status(status)}{said}; " + status switch
        {
            HttpStatusCode.Unauthorized =>
                "the token in GITHUB_TOKEN or GH_TOKEN is wrong or has expired: set another, or unset it for a public repository",
            HttpStatusCode.Forbidden =>
                HasToken
                    ? "the token in GITHUB_TOKEN or GH_TOKEN may not read it: it needs the permission to read contents"
                    : "set GITHUB_TOKEN to a token that may read it",
            HttpStatusCode.NotFound =>
                HasToken
                    ? "it is not there, or the token may not see it"
                    : "it is not there, or is private: set GITHUB_TOKEN to a token that may read it",
            _ => "this is not an answer that a GitHub should give: check --github-url",
        });
    }

    /// <summary>The error for an answer that does not come from a GitHub.</summary>
    public RuntimePacksException NotJson(string what, Exception? inner = null) =>
        new(
            $"{what}: {Host.Web.Authority} answers something that is no JSON of GitHub's: check --github-url, "
            + "the proxy and the network's login page",
            inner!);

    public void Dispose() => _http.Dispose();

    private static string Status(HttpStatusCode status) => $"{(int)status} {status}";

    /// <summary>How storage hosts refuse an address whose signature has expired: a new one has to be asked for.</summary>
    private static bool IsRefusal(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            or HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.TooManyRequests;

    private static bool Redirects(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private async Task<HttpResponseMessage> FollowAsync(
        Uri address, Action<HttpRequestHeaders> prepare, CancellationToken cancellationToken)
    {
        var chain = new List<Uri> { address };
        while (true)
        {
            var response = await SendAsync(chain[^1], prepare, cancellationToken);
            if (!Redirects(response.StatusCode) || response.Headers.Location is not { } location) return response;

            response.Dispose();
            var next = new Uri(chain[^1], location);
            if (chain.Contains(next) || chain.Count == LongestChain)
            {
                throw new RuntimePacksException(
                    $"{Plain(address)} redirects in a circle, {chain.Count} times, by way of {Plain(next)}: expected a file; "
                    + "check --github-url and the proxy");
            }

            if (next.Scheme != Uri.UriSchemeHttps && (address.Scheme == Uri.UriSchemeHttps || next.Scheme != Uri.UriSchemeHttp))
            {
                throw new RuntimePacksException($"{Plain(address)} redirects to {Plain(next)}, which is not https: refused");
            }

            chain.Add(next);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, Action<HttpRequestHeaders> prepare, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        prepare(request.Headers);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Product, null));
        if (_token is not null && Host.IsApi(address)) request.Headers.Authorization = _token.Header;

        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(Patience.IdleLimit);
        try
        {
            var response = await _http.SendAsync(request, idle.Token);

            // An exception or a log that shows the request must not show the token.
            request.Headers.Authorization = null;
            return response;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw NetworkFault.Silence(Patience.IdleLimit, e);
        }
    }

    /// <summary>An address without what may be secret in it.</summary>
    private static string Plain(Uri address) => address.GetLeftPart(UriPartial.Path);
}
