using System.Globalization;
using System.Net;
using RuntimePacks.Network;

namespace RuntimePacks.Releases.GitHub;

/// <summary>
/// GitHub's rate limits, primary and secondary (REST documentation,
/// "Rate limits for the REST API", "Exceeding the rate limit").
/// </summary>
internal static class RateLimit
{
    private static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Looks whether an answer says that a limit is used up.</summary>
    /// <param name="longest">The longest that its end is waited for.</param>
    /// <exception cref="PassingFault">It does, and ends soon.</exception>
    /// <exception cref="OutOfReachException">It does, and ends later than that.</exception>
    public static async Task RequireRoomAsync(HttpResponseMessage response, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (await WaitAsync(response, cancellationToken) is not { } wait) return;
        if (wait <= longest) throw new PassingFault("GitHub's rate limit is used up", wait: wait);
        throw new OutOfReachException(
            $"{response.RequestMessage!.RequestUri!.AbsolutePath}: GitHub's rate limit is used up until "
            + $"{DateTimeOffset.UtcNow + wait:yyyy-MM-dd HH:mm:ss} UTC, "
            + $"{Math.Ceiling(wait.TotalMinutes):0} minutes from now: run again then, or set GITHUB_TOKEN, which has a higher limit");
    }

    /// <summary>How long to wait before the next request, or null when an answer has nothing to do with a limit.</summary>
    private static async Task<TimeSpan?> WaitAsync(HttpResponseMessage response, CancellationToken cancellationToken)
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
        response.Headers.TryGetValues(name, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static TimeSpan NotNegative(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
}
