using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Network;
using Spectre.Console;

namespace Build;

/// <summary>
/// Shows how downloads or uploads go: a bar for each on a terminal; in a log a line per start and end, and one every ten seconds.
/// </summary>
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

    public Task<T> ShowAsync<T>(IReadOnlyList<Transfer> transfers, Func<Task<T>> run) => _bars
        ? WithBarsAsync(transfers, run)
        : new TransferLines(transfers, what, Every, context.Messages).WhileAsync(run);

    private static Task<T> WithBarsAsync<T>(IReadOnlyList<Transfer> transfers, Func<Task<T>> run) => AnsiConsole.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
            new DownloadedColumn { Base = FileSizeBase.Decimal }, new TransferSpeedColumn { Base = FileSizeBase.Decimal },
            new RemainingTimeColumn())
        .StartAsync(async bars =>
        {
            var shown = transfers.Select(
                transfer => (
                    Transfer: transfer, Bar: bars.AddTask(
                        Markup.Escape(transfer.Name), autoStart: false, maxValue: transfer.Size))).ToList();
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
}
