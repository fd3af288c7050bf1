using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;
using Spectre.Console;
using Size = RuntimePacks.Files.Size;

namespace Build;

/// <summary>Shows how a download goes: a bar per asset on a terminal; in a log a line per start and end, and one every ten seconds.</summary>
public static class DownloadProgress
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    public static async Task<ListedRelease> RunAsync(BuildContext context, ListedRelease release)
    {
        using var http = context.GitHubSource.Connect();
        var terminal = AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true } && !Console.IsOutputRedirected;
        return terminal
            ? await WithBarsAsync(new ReleaseDownload(http, context.Cache, release, _ => { }, AnsiConsole.WriteLine))
            : await WithLinesAsync(new ReleaseDownload(http, context.Cache, release, context.Say, context.Say), context.Say);
    }

    private static Task<ListedRelease> WithBarsAsync(ReleaseDownload download) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn { Base = FileSizeBase.Decimal }, new TransferSpeedColumn { Base = FileSizeBase.Decimal }, new RemainingTimeColumn())
        .StartAsync(async bars =>
        {
            var shown = download.Transfers.Select(transfer => (Transfer: transfer, Bar: bars.AddTask(Markup.Escape(transfer.Name), autoStart: false, maxValue: transfer.Size))).ToList();
            var running = download.RunAsync();
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

    private static async Task<ListedRelease> WithLinesAsync(ReleaseDownload download, Action<string> say)
    {
        var running = download.RunAsync();
        long before = 0;
        while (await Task.WhenAny(running, Task.Delay(Every)) != running)
        {
            var (done, size) = (download.Transfers.Sum(transfer => transfer.Done), download.Transfers.Sum(transfer => transfer.Size));
            var received = download.Transfers.Sum(transfer => transfer.Received);
            var rate = (received - before) / Every.TotalSeconds;
            var left = rate > 0 ? $", {TimeSpan.FromSeconds((size - done) / rate):h\\:mm\\:ss} left" : "";
            say($"{download.Transfers.Count(transfer => transfer.State == TransferState.Done)} of {download.Transfers.Count} assets, {Size.Text(done)} of {Size.Text(size)}, {Size.Text((long)rate)}/s{left}");
            before = received;
        }

        return await running;
    }
}
