using System.Text.Json;
using RuntimePacks.Tools;

namespace Fuzzing;

/// <summary>The files that fuzzing starts from: small ones of each format, made by real tools from sources of the repository.</summary>
internal static class Seeds
{
    /// <exception cref="RuntimePacks.RuntimePacksException">A tool fails, or is missing.</exception>
    public static async Task MakeAsync(string root, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var lines = JsonSerializer.Deserialize<List<string>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds.json")))!;
        foreach (var line in lines)
        {
            var words = line.Split(' ').Select(word => word.Replace("{root}", root, StringComparison.Ordinal)).ToList();
            await new Command(words[0], words.Skip(1)) { WorkingDirectory = folder }.OutputAsync();
        }
    }
}
