using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Build;

/// <summary>Writes messages above the bars that a terminal shows.</summary>
public sealed class BesideBars : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) AnsiConsole.WriteLine(formatter(state, exception));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
