using RuntimePacks.Tools;

namespace RuntimePacks.Tests.Reports;

/// <summary>A terminal of some width, in which one command runs: a tmux server of its own.</summary>
internal sealed class Screen(int columns) : IAsyncDisposable
{
    private const string Ended = "ended with status ";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(150);

    private readonly string _server = $"report-tests-{Guid.NewGuid():N}";

    /// <summary>Every picture of the screen that differed from the one before.</summary>
    public List<string> Pictures { get; } = [];

    /// <summary>Runs a command of the shell to its end.</summary>
    /// <param name="environment">Assignments before it: <c>NO_COLOR=1</c>.</param>
    /// <returns>Its exit status.</returns>
    public async Task<int> RunAsync(string environment, params string[] command)
    {
        var line = string.Join(' ', command.Select(word => $"'{word}'"));
        await TmuxAsync(
            "-f", "/dev/null", "new-session", "-d", "-x", $"{columns}", "-y", "200",
            $"LC_ALL=C.UTF-8 {environment} {line}; echo {Ended}$?; sleep 600");
        while (true)
        {
            var picture = await TmuxAsync("capture-pane", "-p");
            if (Pictures.Count == 0 || Pictures[^1] != picture) Pictures.Add(picture);
            if (picture.LastIndexOf(Ended, StringComparison.Ordinal) is >= 0 and var at)
            {
                return int.Parse(picture[(at + Ended.Length)..].Split('\n')[0]);
            }

            await Task.Delay(Look, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What is on the screen, line by line.</summary>
    public IEnumerable<string> Lines => Pictures[^1].Split('\n').Select(line => line.TrimEnd());

    /// <summary>The screen with the escape sequences that give it its colours.</summary>
    public Task<string> ColouredAsync() => TmuxAsync("capture-pane", "-p", "-e");

    public async ValueTask DisposeAsync() => await TmuxAsync("kill-server");

    private async Task<string> TmuxAsync(params string[] arguments) =>
        await new Command(await Repository.Tools.RequireAsync("tmux"), ["-u", "-L", _server, .. arguments])
        {
            // Somebody sits here, whoever started the tests.
            Environment =
            new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8", ["TERM"] = "xterm-256color", ["NO_COLOR"] = null, ["CI"] = null, ["GITHUB_ACTIONS"] = null },
        }.OutputAsync();
}
