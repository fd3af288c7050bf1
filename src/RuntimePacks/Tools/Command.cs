using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace RuntimePacks.Tools;

/// <summary>The output and exit status of a finished process.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>
/// One run of an external program: arguments are a list (never a shell line), both streams are read to their end,
/// and a failure quotes the last lines that the program printed.
/// </summary>
public sealed class Command(string file, params IEnumerable<string> arguments)
{
    private const int QuotedLines = 12;

    private readonly List<string> _arguments = [.. arguments];

    public string? WorkingDirectory { get; init; }

    /// <summary>Variables that are set for the program; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Called for each line of either stream as it comes.</summary>
    public Action<string>? OnLine { get; init; }

    public override string ToString() => string.Join(' ', _arguments.Prepend(file));

    /// <summary>Runs the program and returns what it printed, whatever its exit status.</summary>
    /// <exception cref="RuntimePacksException">The program cannot be started.</exception>
    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory ?? "",
        };
        foreach (var argument in _arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment) start.Environment[name] = value;

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new RuntimePacksException($"cannot start {file}: {e.Message}", e);
        }

        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, cancellationToken);
        var error = ReadAsync(process.StandardError, cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs the program and returns its standard output.</summary>
    /// <exception cref="RuntimePacksException">The program cannot be started or its exit status is not 0.</exception>
    public async Task<string> OutputAsync(CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw Failure(result);
    }

    private RuntimePacksException Failure(CommandResult result)
    {
        var lines = (result.Output + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var quoted = string.Concat(lines.TakeLast(QuotedLines).Select(line => "\n  " + line.TrimEnd()));
        return new RuntimePacksException($"{this} ended with status {result.ExitCode}{quoted}");
    }

    private async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            text.Append(line).Append('\n');
            OnLine?.Invoke(line);
        }

        return text.ToString();
    }
}
