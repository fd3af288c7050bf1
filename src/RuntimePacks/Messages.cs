using Microsoft.Extensions.Logging;

namespace RuntimePacks;

/// <summary>The messages of the pipeline to people: whole lines, each at its level.</summary>
public static class Messages
{
    /// <summary>Tells a step or a result.</summary>
    public static void Say(this ILogger log, string line) => Write(log, LogLevel.Information, line);

    /// <summary>Tells what is not as it should be, and did not end the run.</summary>
    public static void Warn(this ILogger log, string line) => Write(log, LogLevel.Warning, line);

    /// <summary>Tells what few want to know.</summary>
    public static void Detail(this ILogger log, string line) => Write(log, LogLevel.Debug, line);

    private static void Write(ILogger log, LogLevel level, string line) => log.Log(level, default, line, null, static (text, _) => text);
}
