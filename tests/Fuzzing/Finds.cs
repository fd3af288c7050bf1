using System.Globalization;
using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Fuzzing;

/// <summary>
/// The files that end the program otherwise than they should, in a folder that outlives sessions. Each is replayed by a program that is
/// not instrumented, and of one cause one is kept.
/// </summary>
internal sealed partial class Finds(string folder)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _files = [];

    /// <summary>By their causes.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>Replays what earlier sessions found: what is mended goes.</summary>
    public async Task ReplayAsync()
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(folder).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            if (await CauseAsync([file]) is not { } cause)
            {
                Console.WriteLine($"mended, and let go: {file}");
                File.Delete(file);
            }
            else if (_files.TryAdd(cause, file)) Console.WriteLine($"found earlier: {file}: {cause}");
        }
    }

    /// <summary>Replays files, and keeps the smallest of each cause that is new.</summary>
    public async Task AddAsync(IReadOnlyCollection<string> files)
    {
        if (files.Count == 0 || await CauseAsync(files) is null) return;
        foreach (var file in files.OrderBy(file => new FileInfo(file).Length))
        {
            if (await CauseAsync([file]) is not { } cause || _files.ContainsKey(cause)) continue;
            var number = 1;
            while (File.Exists(Kept(number))) number++;
            File.Copy(file, Kept(number));
            _files.Add(cause, Kept(number));
        }
    }

    private string Kept(int number) => Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>What ends the program on the first of some files that does; null where none does.</summary>
    private static async Task<string?> CauseAsync(IEnumerable<string> files)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var program = Path.Combine(AppContext.BaseDirectory, "Fuzzing.dll");
            var result = await new Command("dotnet", [program, "replay", .. files]).RunAsync(limit.Token);
            if (result.ExitCode == 0) return null;
            var text = result.Output + result.Error;
            var places = Place().Matches(text).Select(match => match.Value).Take(2);
            return $"{Kind().Match(text).Value} {string.Join(" < ", places)}";
        }
        catch (OperationCanceledException)
        {
            return $"takes more than {Longest.TotalSeconds} seconds";
        }
    }

    [GeneratedRegex(@"[\w.]+Exception\b|Stack overflow|Out of memory")]
    private static partial Regex Kind();

    [GeneratedRegex(@"StaticLibraries/[\w/]+\.cs:line \d+")]
    private static partial Regex Place();
}
