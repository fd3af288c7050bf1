using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>Hands on each message as a line.</summary>
public sealed class LineLog(Action<string> take) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        take(formatter(state, exception));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
