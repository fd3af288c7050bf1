using Cake.Core.Diagnostics;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Build;

/// <summary>
/// Writes the pipeline's messages where Cake's go, so that <c>--verbosity</c> filters them; a terminal shows warnings in yellow.
/// </summary>
public sealed class CakeLogger(ICakeLog log) : ILogger
{
    /// <summary>Whether a line of Spectre.Console's is at the terminal's end: then nothing may be written but through it.</summary>
    public Func<bool> IsLineShown { get; set; } = () => false;

    public bool IsEnabled(LogLevel logLevel) => VerbosityOf(logLevel) <= log.Verbosity;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var line = formatter(state, exception);
        if (IsLineShown()) Working.Say(line, logLevel >= LogLevel.Warning ? Color.Yellow : Color.Default);
        else log.Write(
            VerbosityOf(logLevel),
            logLevel >= LogLevel.Warning
                ? Cake.Core.Diagnostics.LogLevel.Warning
                : Cake.Core.Diagnostics.LogLevel.Information, "{0}", line);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    private static Verbosity VerbosityOf(LogLevel level) => level switch
    {
        >= LogLevel.Warning => Verbosity.Minimal,
        LogLevel.Information => Verbosity.Normal,
        _ => Verbosity.Verbose,
    };
}
