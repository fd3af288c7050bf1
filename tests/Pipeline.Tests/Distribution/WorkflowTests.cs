using System.Text.Json;
using System.Text.RegularExpressions;
using RuntimePacks.Tools;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Distribution;

/// <summary>The workflows: what they run exists here, what they may do is little, and linters find nothing.</summary>
public sealed partial class WorkflowTests
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["RELEASE"] = "1.4.0",
        ["TAG"] = "slim-bindings-v1.4.0",
        ["tag"] = "slim-bindings-v1.4.0",
        ["known"] = "slim.lock.json",
        ["RID"] = "linux-x64",
        ["FEED"] = "https://feed.example/v3/index.json",
    };

    [Fact]
    public async Task Two_published_linters_find_nothing()
    {
        Assert.Equal("", await LintAsync([.. Workflow.All.Select(workflow => workflow.File)]));
    }

    [Theory]
    [InlineData("needs: plan", "needs: plain", "plain")]
    [InlineData("steps.matrix.outputs.matrix", "steps.other.outputs.matrix", "other")]
    [InlineData("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04", "runs-on")]
    [InlineData("contents: read", "contents: all", "contents")]
    public async Task The_linters_see_a_mistake(string right, string wrong, string named)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "parts.yml", Workflow.All.Single(
                workflow => workflow.Name == "parts.yml").Text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(named, await LintAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_build_command_names_targets_and_options_that_exist()
    {
        var commands = Workflow.All.SelectMany(workflow => workflow.Scripts).SelectMany(
            script => BuildCommand().Matches(script)).Select(match => match.Value).Distinct().ToList();
        Assert.True(commands.Count >= 6, string.Join('\n', commands));
        foreach (var command in commands)
        {
            var here = command.Replace(
                "./build.ps1", "./build.sh", StringComparison.Ordinal).Replace("$env:", "$", StringComparison.Ordinal);
            var result = await new Command(
                "bash", "-euc", $"signing=(); {here} --dryrun")
            {
                WorkingDirectory =
                    Repository.Root,
                Environment = Environment
            }.RunAsync(TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, command + "\n" + result.Output + result.Error);
        }
    }

    [Fact]
    public async Task What_they_read_of_the_matrix_is_what_Matrix_prints()
    {
        var result = await BuildProgram.RunAsync("--target", "Matrix");
        var printed =
            JsonDocument.Parse(result.Output).RootElement.GetProperty("include").EnumerateArray()
                .SelectMany(job => job.EnumerateObject()).Select(field => field.Name).Append("release").Distinct(); // and "missing", which the look-out reads: LookOutTests
        Assert.Equal(
            printed.Order(StringComparer.Ordinal),
            Workflow.All.SelectMany(
                workflow => MatrixField().Matches(workflow.Text)).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_action_is_pinned_by_its_commit_and_says_which_version_that_is()
    {
        var uses = Workflow.All.SelectMany(workflow => workflow.Text.Split('\n')).Where(
            line => line.Contains("uses: ", StringComparison.Ordinal)).Select(line => line.Split("uses: ")[1]).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Matches(@"^(actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/parts\.yml)$", use));
    }

    [Fact]
    public void They_may_read_and_the_one_job_that_proposes_may_write()
    {
        Assert.All(Workflow.All, workflow => Assert.Equal("contents: read", workflow.Permissions));
        var more = Workflow.All.SelectMany(workflow => workflow.Jobs).Select(
            job => (job.Name, Permissions: Workflow.Flat(Workflow.Child(job.Job, "permissions")))).Where(job => job.Permissions != "");
        Assert.Equal([("look", "contents: read, pull-requests: read"), ("propose", "contents: write, pull-requests: write")], more);
        Assert.All(Workflow.All.SelectMany(workflow => workflow.Steps), step =>
        {
            if (Workflow.Flat(Workflow.Child(step, "uses")).StartsWith("actions/checkout@", StringComparison.Ordinal))
            {
                Assert.Equal("persist-credentials: false", Workflow.Flat(Workflow.Child(step, "with")));
            }
        });
    }

    [Fact]
    public void A_secret_is_in_the_environment_of_the_one_step_that_uses_it_and_no_expression_is_in_a_script()
    {
        Assert.All(
            Workflow.All.SelectMany(workflow => workflow.Scripts), script => Assert.DoesNotContain(
                "${{", script, StringComparison.Ordinal));
        var secrets = Workflow.All.SelectMany(workflow => Secret().Matches(workflow.Text)).Select(match => match.Groups[1].Value);
        var inSteps = from step in Workflow.All.SelectMany(workflow => workflow.Steps)
                      from variable in Workflow.Child(step, "env") as YamlMappingNode ?? []
                      let secret = Secret().Match($"{variable.Value}")
                      where secret.Success
                      select (Name: secret.Groups[1].Value, Variable: $"{variable.Key}");
        Assert.All(inSteps, secret => Assert.Equal(secret.Name, secret.Variable));
        Assert.Equal(secrets, inSteps.Select(secret => secret.Name));
        Assert.Equal(secrets.Distinct(), secrets);
    }

    /// <summary>What the linters print.</summary>
    private static async Task<string> LintAsync(params string[] workflows)
    {
        var folder = await NodePackages.InstallAsync(Path.Combine("Pipeline.Tests", "Distribution", "Lint"));
        return await new Command(
            "node", [Path.Combine(folder, "lint.mjs"), .. workflows]).OutputAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"\./build\.(sh|ps1)[^\n);]*")]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"\bmatrix\.(\w+) ")]
    private static partial Regex MatrixField();

    [GeneratedRegex(@"\bsecrets\.(\w+)")]
    private static partial Regex Secret();
}
