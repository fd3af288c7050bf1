using System.Diagnostics;
using System.Globalization;
using RuntimePacks;
using RuntimePacks.Files;

namespace Bench;

/// <summary>A run of a program: how long it took, and the most memory that it held.</summary>
/// <param name="Peak">The largest resident set in bytes (<c>VmHWM</c> in proc(5)); 0 where the system does not say.</param>
internal sealed record MeasuredProcess(TimeSpan Elapsed, long Peak)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    /// <exception cref="RuntimePacksException">The program failed.</exception>
    public static async Task<MeasuredProcess> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var end = process.WaitForExitAsync();
        long peak = 0;
        while (await Task.WhenAny(end, Task.Delay(Every)) != end) peak = Math.Max(peak, Resident(process.Id));
        var elapsed = clock.Elapsed;
        return process.ExitCode == 0
            ? new MeasuredProcess(elapsed, peak)
            : throw new RuntimePacksException($"{start.FileName} ended with status {process.ExitCode}\n{string.Concat(await said)}");
    }

    /// <summary>The time of the middle one, in seconds.</summary>
    public static double Median(IReadOnlyCollection<MeasuredProcess> runs) =>
        runs.Select(run => run.Elapsed.TotalSeconds).Order().ElementAt(runs.Count / 2);

    public override string ToString() => $"{Elapsed.TotalSeconds:0.00} s{(Peak > 0 ? $", {Size.Text(Peak)}" : "")}";

    private static long Resident(int process)
    {
        const string Field = "VmHWM:";
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(
                    line[Field.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer | NumberStyles.AllowLeadingWhite,
                    CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0; // it has just ended, or this system has no /proc
        }
    }
}
