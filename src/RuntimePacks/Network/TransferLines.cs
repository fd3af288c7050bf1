using RuntimePacks.Files;

namespace RuntimePacks.Network;

/// <summary>How far transfers are, for a log: a line from time to time.</summary>
/// <param name="what">What is transferred, in the plural.</param>
/// <param name="every">The time from line to line.</param>
public sealed class TransferLines(IReadOnlyList<Transfer> transfers, string what, TimeSpan every, ILogger log)
{
    private long _received;

    /// <summary>Tells while something runs, and waits for its end.</summary>
    public async Task<T> WhileAsync<T>(Func<Task<T>> run)
    {
        var running = run();
        while (await Task.WhenAny(running, Task.Delay(every)) != running)
        {
            if (transfers.Any(transfer => transfer.State == TransferState.Running)) log.Say(Line());
        }

        return await running;
    }

    private string Line()
    {
        var (done, size) = (transfers.Sum(transfer => transfer.Done), transfers.Sum(transfer => transfer.Size));
        var received = transfers.Sum(transfer => transfer.Received);
        var rate = (received - _received) / every.TotalSeconds;
        _received = received;
        var left = rate > 0 ? $", {TimeSpan.FromSeconds((size - done) / rate):h\\:mm\\:ss} left" : "";
        return $"{transfers.Count(transfer => transfer.State == TransferState.Done)} of {transfers.Count} {what}, "
            + $"{Size.Text(done)} of {Size.Text(size)}, {Size.Text((long)rate)}/s{left}";
    }
}
