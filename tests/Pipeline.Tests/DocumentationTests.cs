using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Pipeline.Tests;

/// <summary>What README and docs tell people to type.</summary>
public sealed partial class DocumentationTests
{
    private static IEnumerable<string> Pages =>
        Directory.GetFiles(Repository.PathOf("docs"), "*.md").Concat(Directory.GetFiles(Repository.Root, "*.md"));

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
            var result =
                await new Command("sh", "-c", $"{command} --dryrun") { WorkingDirectory = Repository.Root }
                    .RunAsync(TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, command + "\n" + result.Output + result.Error);
        }
    }

    [Fact]
    public async Task Every_other_command_in_CONTRIBUTING_does_what_it_says()
    {
        var commands = Walkthrough.Commands(
            await File.ReadAllTextAsync(Repository.PathOf("CONTRIBUTING.md"), TestContext.Current.CancellationToken))
            .Where(line => !line.StartsWith("./build.sh", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(2, commands.Count);
        foreach (var command in commands)
        {
            var result =
                await new Command("sh", "-c", command) { WorkingDirectory = Repository.Root, Environment = Dotnet.Environment }
                    .RunAsync(TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, command + "\n" + result.Output + result.Error);
        }
    }

    [Theory]
    [InlineData("docs/architecture.md", "src/RuntimePacks", "\n  ", "/")]
    [InlineData("CONTRIBUTING.md", "tests", "`", "`")]
    [InlineData("samples/README.md", "samples", "`", "/`")]
    public void A_page_that_lists_folders_lists_all_of_them(string page, string folder, string before, string after)
    {
        var text = File.ReadAllText(Repository.PathOf(page));
        var names = Directory.GetDirectories(Repository.PathOf(folder)).Select(path => Path.GetFileName(path)!)
            .Where(name => name is not ("bin" or "obj") && (folder != "tests" || name.EndsWith(".Tests", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            names,
            name => !text.Contains($"{before}{name}{after}", StringComparison.Ordinal)
                && !text.Contains($" {name}{after}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_picture_of_the_architecture_has_every_stage()
    {
        var picture = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));
        string[] noStage = ["Bench", "Clean", "Corpus", "Default", "Doctor", "Fuzz", "Inspect", "Release", "Test"];
        var tasks = Directory.GetFiles(
            Repository.PathOf("build", "Tasks"), "*Task.cs").Select(path => Path.GetFileName(path)[..^"Task.cs".Length]).Except(noStage);
        Assert.DoesNotContain(tasks, task => !Regex.IsMatch(picture, $@"\b{task}\b"));
    }

    [Fact]
    public void Every_diagnostic_has_a_heading_and_every_heading_a_diagnostic()
    {
        var targets = Directory.EnumerateFiles(Repository.PathOf("packaging"), "*.targets").Select(File.ReadAllText);
        var codes = targets.SelectMany(text => Code().Matches(text)).Select(match => "SLIM" + match.Groups[1].Value).Distinct();
        var headings = Heading().Matches(
            File.ReadAllText(Repository.PathOf("docs", "diagnostics.md"))).Select(match => match.Groups[1].Value);
        Assert.Equal(codes.Order(StringComparer.Ordinal), headings);
    }

    [Fact]
    public void Every_link_between_pages_leads_somewhere()
    {
        foreach (var page in Pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = link.Groups["path"].Success ? Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value) : page;
                Assert.True(File.Exists(target), $"{page} links to {target}");
                if (link.Groups["anchor"].Value is { Length: > 0 } anchor)
                {
                    // GitHub's anchors: a heading in lower case, with hyphens for spaces.
                    Assert.Contains(
                        File.ReadLines(target),
                        line => line.StartsWith('#')
                            && line.TrimStart('#', ' ').Replace(' ', '-').Equals(anchor, StringComparison.OrdinalIgnoreCase));
                }
            }
        }
    }

    [GeneratedRegex(@"Code=""\$diagnostic\$(\d{4})""")]
    private static partial Regex Code();

    [GeneratedRegex(@"^## (SLIM\d{4})$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<path>[A-Za-z/.-]+\.md)?(#(?<anchor>[a-z0-9-]+))?\)")]
    private static partial Regex Link();
}
