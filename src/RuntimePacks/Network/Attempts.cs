namespace RuntimePacks.Network;

/// <summary>The failures of one piece of work: a pause after each, and an end to them.</summary>
/// <param name="what">The work, for the messages.</param>
/// <param name="log">Told, in a line, why there is a pause.</param>
public sealed class Attempts(Patience patience, string what, ILogger log)
{
    private int _failures;
    private long _furthest;

    public string What => what;

    /// <summary>What to do when it is given up.</summary>
    public string Advice { get; init; } = "run again, what came in is kept";

    /// <summary>Something came in: failures count from zero again, if the work is now further than it ever was.</summary>
    /// <param name="position">How far the work is, in bytes.</param>
    public void Reached(long position)
    {
        if (position <= _furthest) return;
        _furthest = position;
        _failures = 0;
    }

    /// <summary>Waits before the next attempt: exponential, with jitter.</summary>
    /// <param name="why">What happened.</param>
    /// <exception cref="OutOfReachException">There were too many.</exception>
    public Task FailedAsync(string why, Exception? exception, CancellationToken cancellationToken)
    {
        Count(why, exception);
        var delay = patience.FirstDelay * Math.Pow(2, _failures - 1);
        if (delay > patience.LongestDelay) delay = patience.LongestDelay;
        delay *= 1 - Random.Shared.NextDouble() / 2;
        log.Warn($"{what}: {why}; trying again in {delay.TotalSeconds:0.0} s");
        return Task.Delay(delay, cancellationToken);
    }

    /// <summary>Waits until a rate limit ends.</summary>
    /// <param name="until">How long that is.</param>
    /// <exception cref="OutOfReachException">That is too long, or happened too often.</exception>
    public Task LimitedAsync(TimeSpan until, CancellationToken cancellationToken)
    {
        if (until > patience.LongestWait)
        {
            throw new OutOfReachException(
                $"{what}: GitHub's rate limit is used up until {DateTimeOffset.UtcNow + until:yyyy-MM-dd HH:mm:ss} UTC, {Math.Ceiling(until.TotalMinutes):0} minutes from now: run again then, or set GITHUB_TOKEN, which has a higher limit");
        }

        Count("GitHub's rate limit was used up again and again", null);
        log.Warn($"{what}: GitHub's rate limit is used up; waiting for its end in {until.TotalSeconds:0} s");
        return Task.Delay(until, cancellationToken);
    }

    private void Count(string why, Exception? exception)
    {
        if (++_failures >= patience.Attempts)
        {
            throw new OutOfReachException($"{what}: given up after {_failures} attempts: {why}; {Advice}", exception);
        }
    }
}
