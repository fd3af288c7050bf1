using System.Globalization;
using System.Net;

namespace RuntimePacks.Releases.GitHub;

/// <summary>GitHub's rate limits, primary and secondary (REST documentation, "Rate limits for the REST API", "Exceeding the rate limit").</summary>
internal static class RateLimit
{
    private static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait before the next request, or null when an answer has nothing to do with a limit.</summary>
    public static async Task<TimeSpan?> WaitAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)) return null;

        // The server's own clock, so that this machine's need not be right.
        var now = response.Headers.Date ?? DateTimeOffset.UtcNow;
        if (response.Headers.RetryAfter is { } after) return NotNegative(after.Delta ?? (after.Date!.Value - now));
        if (Header(response, "x-ratelimit-remaining") == 0 && Header(response, "x-ratelimit-reset") is { } reset)
        {
            return NotNegative(DateTimeOffset.FromUnixTimeSeconds(reset) - now + Margin);
        }

        if (response.StatusCode == HttpStatusCode.TooManyRequests) return Unsaid;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Contains("rate limit", StringComparison.OrdinalIgnoreCase) ? Unsaid : null;
    }

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan NotNegative(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
}
