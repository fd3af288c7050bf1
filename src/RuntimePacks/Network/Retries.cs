using Polly;
using Polly.Retry;

namespace RuntimePacks.Network;

/// <summary>Does one piece of work again after a passing failure, until it has failed too often without getting any further.</summary>
/// <param name="what">The work, for the messages.</param>
/// <param name="advice">What to do when it is given up.</param>
/// <param name="log">Told, in a line, why there is a pause.</param>
internal sealed class Retries(Patience patience, string what, string advice, ILogger log)
{
    private long _furthest;
    private bool _isFurther;

    /// <summary>Tells how far the work is: after a failure, attempts count from zero again if it is now further than it ever was.</summary>
    /// <param name="position">In bytes.</param>
    public void Reached(long position)
    {
        if (position <= _furthest) return;
        (_furthest, _isFurther) = (position, true);
    }

    /// <param name="attempt">Throws <see cref="PassingFault"/> to be called again.</param>
    /// <exception cref="OutOfReachException">It failed too often.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        // The inner strategy counts; what the outer one does again begins to count anew.
        var pipeline = new ResiliencePipelineBuilder()
            .AddRetry(On(DelayBackoffType.Constant, _ => _isFurther))
            .AddRetry(On(DelayBackoffType.Exponential, number => !_isFurther && number < patience.Attempts - 1))
            .Build();
        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    _isFurther = false;
                    return await attempt(token);
                },
                cancellationToken);
        }
        catch (PassingFault fault)
        {
            throw new OutOfReachException($"{what}: given up after {patience.Attempts} attempts: {fault.Message}; {advice}", fault);
        }
    }

    private RetryStrategyOptions On(DelayBackoffType backoff, Func<int, bool> handles) => new()
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is PassingFault && handles(args.AttemptNumber)),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = backoff,
        UseJitter = true,
        Delay = patience.FirstDelay,
        MaxDelay = patience.LongestDelay,
        DelayGenerator = args => ValueTask.FromResult(Asked(args.Outcome.Exception)),
        OnRetry = args =>
        {
            var pause = Asked(args.Outcome.Exception) is { } wait
                ? $"waiting {wait.TotalSeconds:0} s"
                : $"trying again in {args.RetryDelay.TotalSeconds:0.0} s";
            log.Warn($"{what}: {args.Outcome.Exception!.Message}; {pause}");
            return default;
        },
    };

    /// <summary>The pause that the server asks for, where it is one that is waited for.</summary>
    private TimeSpan? Asked(Exception? exception) =>
        exception is PassingFault { Wait: { } wait } && wait > TimeSpan.Zero && wait <= patience.LongestWait ? wait : null;
}
