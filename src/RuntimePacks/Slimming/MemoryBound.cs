namespace RuntimePacks.Slimming;

/// <summary>
/// Lets pieces of work run side by side as long as what they need together is within a bound, in the order in which they came.
/// </summary>
/// <param name="bytes">The bound. A piece that needs more than that runs alone.</param>
internal sealed class MemoryBound(long bytes)
{
    private readonly long _bytes = bytes;
    private readonly Lock _lock = new();
    private readonly Queue<(long Need, TaskCompletionSource Start)> _waiting = [];
    private long _free = bytes;

    /// <summary>Runs a piece of work when there is room for it.</summary>
    /// <param name="need">What it needs, in bytes.</param>
    public async Task<T> RunAsync<T>(long need, Func<Task<T>> work)
    {
        var share = Math.Min(need, _bytes);
        await TakeAsync(share);
        try
        {
            return await work();
        }
        finally
        {
            lock (_lock)
            {
                _free += share;
                StartWaiting();
            }
        }
    }

    private Task TakeAsync(long share)
    {
        lock (_lock)
        {
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((share, start));
            StartWaiting();
            return start.Task;
        }
    }

    private void StartWaiting()
    {
        while (_waiting.TryPeek(out var next) && next.Need <= _free)
        {
            _free -= next.Need;
            _waiting.Dequeue().Start.SetResult();
        }
    }
}
