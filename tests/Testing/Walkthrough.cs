using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>
/// A page that tells what to type: its <c>sh</c> blocks are run in order, and a block after a line that is a path is written there.
/// </summary>
public static partial class Walkthrough
{
    /// <summary>Every line of every <c>sh</c> block.</summary>
    public static IEnumerable<string> Commands(string page) => Block().Matches(page)
        .Where(block => block.Groups["language"].Value == "sh")
        .SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Does what the page says.</summary>
    /// <param name="page">Its text.</param>
    /// <param name="folder">Where; <c>./build.sh</c> and <c>samples/</c> there are the repository's.</param>
    /// <returns>What the last block printed.</returns>
    public static async Task<string> FollowAsync(string page, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "build.sh"), $"#!/bin/sh\nexec '{Repository.Root}/build.sh' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "build.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Directory.CreateSymbolicLink(Path.Combine(folder, "samples"), Repository.PathOf("samples"));
        var output = "";
        foreach (Match block in Block().Matches(page))
        {
            var text = block.Groups["text"].Value;
            if (block.Groups["path"] is { Success: true, Value: var path })
            {
                await File.WriteAllTextAsync(Path.Combine(folder, path), text);
            }
            else if (block.Groups["language"].Value == "sh")
            {
                var result =
                    await new Command("sh", "-e", "-c", text) { WorkingDirectory = folder, Environment = environment }
                        .RunAsync(TestContext.Current.CancellationToken);
                Assert.True(result.ExitCode == 0, text + result.Output + result.Error);
                output = result.Output;
            }
        }

        return output;
    }

    [
        GeneratedRegex(
            "(^`(?<path>[A-Za-z/.-]+)`:\n\n)?^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
