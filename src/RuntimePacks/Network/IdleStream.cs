namespace RuntimePacks.Network;

/// <summary>A response's body that gives up when nothing comes for a while, however long all of it takes.</summary>
internal sealed class IdleStream(Stream inner, TimeSpan limit, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        _idle.CancelAfter(limit);
        try
        {
            var count = await inner.ReadAsync(buffer, _idle.Token);
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw NetworkFault.Silence(limit, e);
        }
    }

    public void Dispose() => _idle.Dispose();
}
