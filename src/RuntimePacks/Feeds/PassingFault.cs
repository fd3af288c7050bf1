using System.Net;

namespace RuntimePacks.Feeds;

/// <summary>An answer that may be another one soon.</summary>
internal sealed class PassingFault(string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>When to come back, where the server says so (RFC 9110, section 10.2.3).</summary>
    public TimeSpan? RetryAfter => retryAfter;

    public static PassingFault? Of(HttpResponseMessage response)
    {
        if (response.StatusCode is not (>= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)) return null;
        var header = response.Headers.RetryAfter;
        return new PassingFault($"{(int)response.StatusCode} {response.StatusCode}", header?.Delta ?? header?.Date - DateTimeOffset.UtcNow);
    }
}
