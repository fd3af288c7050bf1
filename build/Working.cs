using System.Diagnostics;
using Spectre.Console;

namespace Build;

/// <summary>
/// Says on a terminal, in one line at its end, what is being done and for how long; in a log the lines that are said on
/// the way are enough. It is gone when what it tells of has ended.
/// </summary>
public sealed class Working : IDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _shown;

    private Working(string what) => _shown = ShowAsync(what, _ended.Token);

    /// <summary>Whether the line is there: then nothing may be written to the console but through Spectre.Console.</summary>
    public bool IsShown { get; private set; } = true;

    private static bool IsWatched => AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true } && !Console.IsOutputRedirected;

    /// <param name="what">What is being done: "slimming 8 libraries".</param>
    /// <returns>Ends the line; null where nobody watches.</returns>
    public static Working? Start(string what) => IsWatched ? new Working(what) : null;

    /// <summary>Writes a line above; it fills the width, since what was shown there is not erased.</summary>
    public static void Say(string line, Color colour) =>
        AnsiConsole.Write(
            new Panel(new Text(line, new Style(colour))) { Border = BoxBorder.None, Padding = new Padding(0), Expand = true });

    public void Dispose()
    {
        _ended.Cancel();
        _shown.GetAwaiter().GetResult();
        _ended.Dispose();
        IsShown = false;
    }

    private static Task ShowAsync(string what, CancellationToken ended)
    {
        var clock = Stopwatch.StartNew();
        return AnsiConsole.Status().StartAsync(Text(), async line =>
        {
            while (!ended.IsCancellationRequested)
            {
                await Task.Delay(Refresh, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                line.Status(Text());
            }
        });

        string Text() => Markup.Escape($"{what}, {clock.Elapsed.TotalSeconds:0} s");
    }
}
