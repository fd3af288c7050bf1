using System.Text.RegularExpressions;
using Pipeline.Tests.Consumers;
using RuntimePacks.Tools;

namespace Pipeline.Tests;

/// <summary>What README and docs tell people to type.</summary>
public sealed partial class DocumentationTests(MainJob job)
{
    private static IEnumerable<string> Pages => Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public async Task The_first_steps_in_README_lead_to_a_program_that_runs()
    {
        var section = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken)).Split("\n## ").Single(text => text.StartsWith("Use it", StringComparison.Ordinal));
        using var consumer = new Consumer(job, "first steps");
        var output = await Walkthrough.FollowAsync(section, consumer.Folder, Consumer.Environment);
        Assert.EndsWith("\nUniFFI contract 30\n", output);
        Assert.Equal(["hello", "hello.dbg"], Directory.GetFiles(Path.Combine(consumer.Folder, "published")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_build_command_names_targets_and_options_that_exist()
    {
        var commands = Pages.SelectMany(page => Walkthrough.Commands(File.ReadAllText(page)))
            .Where(line => line.StartsWith("./build.sh", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.True(commands.Count > 5);
        foreach (var command in commands)
        {
            var result = await new Command("sh", "-c", $"{command} --dryrun{(command.Contains("--output ", StringComparison.Ordinal) ? "" : $" --output {Path.Combine(job.Output, "dryrun")}")}") { WorkingDirectory = Repository.Root }.RunAsync(TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, command + "\n" + result.Output + result.Error);
        }
    }

    [Fact]
    public void Every_diagnostic_has_a_heading_and_every_heading_a_diagnostic()
    {
        var targets = File.ReadAllText(Path.Combine(Repository.Root, "packaging", "native.targets"));
        var codes = Code().Matches(targets).Select(match => "SLIM" + match.Groups[1].Value).Order(StringComparer.Ordinal);
        var headings = Heading().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics.md"))).Select(match => match.Groups[1].Value);
        Assert.Equal(codes, headings);
    }

    [Fact]
    public void Every_link_between_pages_leads_somewhere()
    {
        foreach (var page in Pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value);
                Assert.True(File.Exists(target), $"{page} links to {target}");
                if (link.Groups["anchor"].Value is { Length: > 0 } anchor)
                {
                    Assert.Contains($"## {anchor}\n", File.ReadAllText(target), StringComparison.OrdinalIgnoreCase);
                }
            }
        }
    }

    [GeneratedRegex(@"Code=""\$diagnostic\$(\d{4})""")]
    private static partial Regex Code();

    [GeneratedRegex(@"^## (SLIM\d{4})$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<path>[A-Za-z/.-]+\.md)(#(?<anchor>[a-z0-9-]+))?\)")]
    private static partial Regex Link();
}
