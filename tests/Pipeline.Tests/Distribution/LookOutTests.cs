using RuntimePacks.Tools;
using Testing.GitHub;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Distribution;

/// <summary>
/// The look-out's own script, run here against a GitHub on loopback, whose release fills up over time: it waits, proposes once, and
/// renews what it proposed. <c>gh</c> is played; git is real.
/// </summary>
public sealed class LookOutTests : IDisposable
{
    private const string Linux = "x86_64-unknown-linux-gnu", Arm = "aarch64-unknown-linux-gnu", Musl = "x86_64-unknown-linux-musl";
    private const string Lock = "packaging/slim.lock.json", Before = "slim-bindings-v1.4.0", New = "slim-bindings-v1.5.0";

    private readonly TemporaryFolder _folder = new();

    private string Checkout => _folder["checkout"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_release_that_fills_up_is_waited_for_proposed_once_and_proposed_anew_when_it_grows()
    {
        await using var gitHub = await GitHubServer.StartAsync("none");
        var upstream = gitHub.Add("agntcy/slim-bindings");
        await AttachAsync(upstream.Publish(Before), Linux, Arm);
        await PrepareAsync(gitHub);
        await VerifyAsync(Before, Path.Combine(Checkout, Lock));
        Assert.Null(await LookAsync(pullRequest: ""));

        var release = upstream.Publish(New);
        await AttachAsync(release, Linux);
        Assert.Null(await LookAsync(pullRequest: ""));
        await AttachAsync(release, Arm);
        Assert.Equal(New, await LookAsync(pullRequest: ""));

        await ProposeAsync();
        Assert.Null(await LookAsync(pullRequest: "OPEN"));
        Assert.Null(await LookAsync(pullRequest: "CLOSED"));
        await AttachAsync(release, Musl);
        Assert.Equal(New, await LookAsync(pullRequest: "OPEN"));
        Assert.Null(await LookAsync(pullRequest: "CLOSED"));
    }

    private static async Task AttachAsync(PublishedRelease release, params string[] targets)
    {
        foreach (var target in targets)
        {
            var library = await SmallLibrary.ZipAsync(
                target, new Dictionary<string, int> { ["ffi_slim_bindings_uniffi_contract_version"] = 30, ["uniffi_slim_bindings_fn_func_f"] = 1 });
            PublishedRepository.Attach(release, $"slim-bindings-{target}.zip", library);
        }
    }

    /// <summary>A checkout with a remote; its build.sh is this repository's, which asks the GitHub on loopback.</summary>
    private async Task PrepareAsync(GitHubServer gitHub)
    {
        await Repository.Tools.RequireAsync("jq", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(Checkout, "packaging"));
        Directory.CreateDirectory(_folder["bin"]);
        await ScriptAsync(Path.Combine(Checkout, "build.sh"), $"""
            lock=(--lock "{Checkout}/{Lock}")
            for word in "$@"; do if [ "$word" = --lock ]; then lock=(); fi; done
            exec "{BuildProgram.Script}" "$@" "${"{lock[@]}"}" --github-url {gitHub.Web}
            """);
        await ScriptAsync(Path.Combine(_folder["bin"], "gh"), """
            case "$1 $2" in
              "pr list") echo "$PULL_REQUEST" ;;
              "auth setup-git") ;;
              *) echo "gh $* is not played" >&2; exit 1 ;;
            esac
            """);
        await ShellAsync("git init -q && git init -q --bare ../remote && git remote add origin ../remote", []);
    }

    /// <summary>What a merged pull request, or a proposed one, has.</summary>
    private Task<string> VerifyAsync(string tag, string @lock) =>
        ShellAsync($"./build.sh --target Verify --release {tag} --lock '{@lock}' --output '{_folder["output"]}'", []);

    private async Task ProposeAsync()
    {
        var own = await File.ReadAllBytesAsync(Path.Combine(Checkout, Lock), TestContext.Current.CancellationToken);
        await VerifyAsync(New, Path.Combine(Checkout, Lock));
        await ShellAsync(
            $"git add packaging && git -c user.name=n -c user.email=e commit -qm proposed && git push -q origin HEAD:refs/heads/upstream/{New}",
            []);
        await File.WriteAllBytesAsync(Path.Combine(Checkout, Lock), own, TestContext.Current.CancellationToken);
    }

    /// <param name="pullRequest">The state of the pull request that proposes the release, as gh prints it.</param>
    /// <returns>The tag to propose; null where there is nothing to do.</returns>
    private async Task<string?> LookAsync(string pullRequest)
    {
        var step = Workflow.All.Single(workflow => workflow.Name == "upstream.yml").Steps
            .Single(step => Workflow.Flat(Workflow.Child(step, "id")) == "look");
        var output = _folder["github output"];
        File.Delete(output);
        await ShellAsync(
            ((YamlScalarNode)Workflow.Child(step, "run")!).Value!, new() { ["PULL_REQUEST"] = pullRequest, ["GITHUB_OUTPUT"] = output });
        if (!File.Exists(output)) return null;
        var line = Assert.Single(await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken));
        return line["tag=".Length..];
    }

    /// <summary>Runs a script as GitHub's runner does.</summary>
    private Task<string> ShellAsync(string script, Dictionary<string, string?> environment) =>
        new Command("bash", "-eo", "pipefail", "-c", script)
        {
            WorkingDirectory = Checkout,
            Environment = new Dictionary<string, string?>(environment)
            {
                ["PATH"] = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
                ["SLIM_NATIVE_CACHE"] = _folder["cache"],
                ["GITHUB_TOKEN"] = null,
                ["GH_TOKEN"] = null,
            },
        }.OutputAsync(TestContext.Current.CancellationToken);

    private static async Task ScriptAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, $"#!/usr/bin/env bash\nset -euo pipefail\n{text}\n", TestContext.Current.CancellationToken);
        await new Command("chmod", "+x", path).OutputAsync(TestContext.Current.CancellationToken);
    }
}
