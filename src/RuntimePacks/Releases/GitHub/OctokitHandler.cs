using System.Net.Http.Headers;
using RuntimePacks.Network;

namespace RuntimePacks.Releases.GitHub;

/// <summary>Sends Octokit's requests with our own retries, redirects and token, and hands back whole answers alone.</summary>
internal sealed class OctokitHandler(GitHubHttp http, ILogger log, CancellationToken cancellationToken) : HttpMessageHandler
{
    private const int BufferBytes = 1 << 16;

    /// <param name="_">Octokit's token ends a request after a total time, however near the end of a rate limit is.</param>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken _) =>
        http.RetriesOf(request.RequestUri!.AbsolutePath, log).RunAsync(_ => AskAsync(request, request.RequestUri), cancellationToken);

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, Uri address)
    {
        var response = await http.GetAsync(address, Copy, cancellationToken);
        if (response.IsSuccessStatusCode
            && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
        {
            // Octokit would take it for an answer without content.
            response.Dispose();
            throw http.NotJson(address.AbsolutePath);
        }

        try
        {
            response.Content = await WholeAsync(response.Content);
            response.RequestMessage = request;
            return response;
        }
        catch (Exception e) when (NetworkFault.Describe(e) is { } why)
        {
            response.Dispose();
            throw new PassingFault($"{address.Authority}: {why}", e);
        }

        void Copy(HttpRequestHeaders headers)
        {
            foreach (var accept in request.Headers.Accept) headers.Accept.Add(accept);
        }
    }

    private async Task<ByteArrayContent> WholeAsync(HttpContent content)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new IdleStream(stream, http.Patience.IdleLimit, cancellationToken);
        using var whole = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await body.ReadAsync(buffer)) > 0) whole.Write(buffer, 0, count);

        var copy = new ByteArrayContent(whole.ToArray());
        copy.Headers.ContentType = content.Headers.ContentType;
        content.Dispose();
        return copy;
    }
}
