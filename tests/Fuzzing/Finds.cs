using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Fuzzing;

/// <summary>What a session found: each file is replayed by a program that is not instrumented, and those of one cause are one find.</summary>
internal static partial class Finds
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Keeps the smallest file of each cause in a folder, and returns the causes.</summary>
    public static async Task<IReadOnlyCollection<string>> KeepAsync(IEnumerable<string> files, string folder)
    {
        Dictionary<string, string> found = [];
        foreach (var file in files.OrderBy(file => new FileInfo(file).Length))
        {
            if (await CauseAsync(file) is { } cause) found.TryAdd(cause, file);
        }

        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var (index, file) in found.Values.Index()) File.Copy(file, Path.Combine(folder, $"{index + 1}"));
        return found.Keys;
    }

    private static async Task<string?> CauseAsync(string file)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var program = Path.Combine(AppContext.BaseDirectory, "Fuzzing.dll");
            var result = await new Command("dotnet", program, "replay", file).RunAsync(limit.Token);
            if (result.ExitCode == 0) return null;
            var text = result.Output + result.Error;
            var places = Place().Matches(text).Select(match => match.Value).Take(2);
            return $"{Kind().Match(text).Value} {string.Join(" < ", places)}";
        }
        catch (OperationCanceledException)
        {
            return "takes more than 30 seconds";
        }
    }

    [GeneratedRegex(@"[\w.]+Exception\b|Stack overflow|Out of memory")]
    private static partial Regex Kind();

    [GeneratedRegex(@"StaticLibraries/[\w/]+\.cs:line \d+")]
    private static partial Regex Place();
}
