using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Network;
using Spectre.Console;
using Size = RuntimePacks.Files.Size;

namespace Build;

/// <summary>Shows how downloads or uploads go: a bar for each on a terminal; in a log a line per start and end, and one every ten seconds.</summary>
/// <param name="what">What is transferred, in the plural.</param>
public sealed class TransferProgress(BuildContext context, string what)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly bool _bars = AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true } && !Console.IsOutputRedirected;

    /// <summary>Where starts and ends are told: a terminal has the bars for that.</summary>
    public ILogger Step => _bars ? NullLogger.Instance : context.Messages;

    /// <summary>Where everything else is told.</summary>
    public ILogger Log => _bars ? new BesideBars() : context.Messages;

    public Task<T> ShowAsync<T>(IReadOnlyList<Transfer> transfers, Func<Task<T>> run) => _bars ? WithBarsAsync(transfers, run) : WithLinesAsync(transfers, run);

    private static Task<T> WithBarsAsync<T>(IReadOnlyList<Transfer> transfers, Func<Task<T>> run) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn { Base = FileSizeBase.Decimal }, new TransferSpeedColumn { Base = FileSizeBase.Decimal }, new RemainingTimeColumn())
        .StartAsync(async bars =>
        {
            var shown = transfers.Select(transfer => (Transfer: transfer, Bar: bars.AddTask(Markup.Escape(transfer.Name), autoStart: false, maxValue: transfer.Size))).ToList();
            var running = run();
            while (true)
            {
                var ended = await Task.WhenAny(running, Task.Delay(Refresh)) == running;
                foreach (var (transfer, bar) in shown)
                {
                    if (transfer.State != TransferState.Waiting && !bar.IsStarted) bar.StartTask();
                    bar.Value = transfer.Done;
                }

                if (ended) return await running;
            }
        });

    private async Task<T> WithLinesAsync<T>(IReadOnlyList<Transfer> transfers, Func<Task<T>> run)
    {
        var running = run();
        long before = 0;
        while (await Task.WhenAny(running, Task.Delay(Every)) != running)
        {
            if (transfers.All(transfer => transfer.State != TransferState.Running)) continue;
            var (done, size) = (transfers.Sum(transfer => transfer.Done), transfers.Sum(transfer => transfer.Size));
            var moved = transfers.Sum(transfer => transfer.Received);
            var rate = (moved - before) / Every.TotalSeconds;
            var left = rate > 0 ? $", {TimeSpan.FromSeconds((size - done) / rate):h\\:mm\\:ss} left" : "";
            context.Say($"{transfers.Count(transfer => transfer.State == TransferState.Done)} of {transfers.Count} {what}, {Size.Text(done)} of {Size.Text(size)}, {Size.Text((long)rate)}/s{left}");
            before = moved;
        }

        return await running;
    }
}
