using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Consumers.Tests;

/// <summary>Does what each part of docs/consumers.md says: writes its files, and types its commands.</summary>
public sealed partial class ConsumerPageTests(MainJob job) : IClassFixture<MainJob>
{
    private static string Page => Repository.PathOf("docs", "consumers.md");

    private static IEnumerable<string> Parts =>
        File.ReadAllText(Page).Split("\n## ").Skip(1).Where(part => part.Contains("```sh", StringComparison.Ordinal));

    public static IEnumerable<TheoryDataRow<string>> Titles =>
        Parts.Select(part => part.Split('\n')[0]).Select(
            title => new TheoryDataRow<string>(title) { TestDisplayName = $"docs/consumers.md: {title}" });

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task It_works_as_it_stands(string title)
    {
        var part = Parts.Single(part => part.StartsWith(title + "\n", StringComparison.Ordinal));
        using var consumer = new Consumer(job);
        var environment = Environment(consumer);
        if (part.Contains("zig cc", StringComparison.Ordinal))
        {
            await Zig.InstallAsync();
            environment = Zig.InPath(environment);
        }

        var output = "";
        foreach (Match block in Block().Matches(part))
        {
            var text = block.Groups["text"].Value;
            var names = block.Groups["file"].Success;
            if (names || block.Groups["language"].Value != "sh")
            {
                Assert.True(names, $"what file is this?\n{text}");
                consumer.Write(block.Groups["file"].Value, consumer.Expand(text
                    .Replace("Version=\"1.4.0\"", "Version=\"{version}\"", StringComparison.Ordinal)
                    .Replace("Slim.Native@1.4.0", "Slim.Native@{version}", StringComparison.Ordinal)
                    .Replace("/path/to/packages", "{packages}", StringComparison.Ordinal)));
                continue;
            }

            var result =
                await new Command("sh", "-e", "-c", text) { WorkingDirectory = consumer.Folder, Environment = environment }
                    .RunAsync(TestContext.Current.CancellationToken);
            result.Succeeded();
            Assert.DoesNotMatch("(warning|error) [A-Z]+[0-9]+", result.Output);
            output += result.Output;
        }

        if (title == "A container FROM scratch") Assert.Contains("service needs from the system that runs it: nothing\n", output);
        else if (part.Contains("Console.WriteLine", StringComparison.Ordinal)) Assert.Contains("contract 30\n", output);
    }

    /// <summary>The text of the file that the page names so; of the first one, where there are several.</summary>
    internal static string Shown(string file) =>
        Block().Matches(File.ReadAllText(Page)).First(block => block.Groups["file"].Value == file).Groups["text"].Value;

    /// <summary>The packages folder is the tests' own, where a part has a nuget.config too.</summary>
    private static Dictionary<string, string?> Environment(Consumer consumer) => new(Dotnet.Environment)
    {
        ["NUGET_PACKAGES"] = File.ReadAllText(
            Path.Combine(consumer.Folder, "nuget.config")).Contains("globalPackagesFolder", StringComparison.Ordinal)
            ? null
            : Path.Combine(consumer.Folder, "packages"),
    };

    [Fact]
    public void A_project_is_shown_whole() =>
        Assert.All(Projects().Matches(File.ReadAllText(Page)), project => Assert.Contains("</Project>", project.Value));

    /// <summary>A block, and the file that the words before it name.</summary>
    [
        GeneratedRegex(
            "(`(?<file>zig-cc|[A-Za-z.]+\\.(csproj|cs|c|json|config))`[^`\n]*:\n\n)?^```(?<language>xml|csharp|c|json|sh)\n(?<text>.*?)^```$",
            RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("<Project Sdk.*?```", RegexOptions.Singleline)]
    private static partial Regex Projects();
}
