using RuntimePacks.Tools;

namespace Testing;

/// <summary>Commands that may wait for a registry, which does not always answer.</summary>
public static class Retry
{
    /// <summary>Runs a command; when it has not ended in time it is ended, and run once more.</summary>
    /// <param name="limit">How long it may take, each time.</param>
    /// <param name="done">Whether how it ended is no reason to run it once more; any end is, where nothing else is said.</param>
    /// <exception cref="TimeoutException">The second time too it did not end.</exception>
    public static async Task<CommandResult> TwiceAsync(this Command command, TimeSpan limit, Predicate<CommandResult>? done = null)
    {
        var first = await TryAsync(command, limit);
        if (first is not null && (done is null || done(first))) return first;
        return await TryAsync(command, limit) ?? throw new TimeoutException($"{command} did not end in {limit}, twice");
    }

    private static async Task<CommandResult?> TryAsync(Command command, TimeSpan limit)
    {
        var test = TestContext.Current.CancellationToken;
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(test);
        inTime.CancelAfter(limit);
        try
        {
            return await command.RunAsync(inTime.Token);
        }
        catch (OperationCanceledException) when (!test.IsCancellationRequested)
        {
            return null;
        }
    }
}
