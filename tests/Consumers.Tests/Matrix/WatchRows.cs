using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>A program that <c>dotnet watch</c> runs, and whose source changes meanwhile.</summary>
public sealed partial class WatchRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    /// <summary>Answers until it is ended, and says which process it is.</summary>
    private const string Program = """
        using System.Runtime.InteropServices;
        for (; ; Thread.Sleep(100)) Slim.Say();
        internal static class Slim
        {
            public static void Say() => Console.WriteLine($"contract {ContractVersion()} from {Environment.ProcessId}");
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] private static extern uint ContractVersion();
        }
        """;

    private static readonly Row[] Rows =
    [
        Watched("dotnet watch, and the program changes", "changed while it runs", "watch --non-interactive", processes: 1),
        Watched(
            "dotnet watch --no-hot-reload, and the program changes", "built again, not linked again",
            "watch --non-interactive --no-hot-reload", processes: 2),
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static Row Watched(string does, string gets, string command, int processes) => new(does, gets)
    {
        Program = Program,
        Commands = [],
        Holds = async (consumer, _) =>
        {
            var linked = default(DateTime);
            var answers = await WatchAsync(consumer, command, () =>
            {
                linked = consumer.Time(BuildRows.Shared);
                consumer.Write("Program.cs", Program.Replace("contract {", "now {", StringComparison.Ordinal));
            });
            Assert.Equal(processes, answers.Select(answer => answer.Groups["process"].Value).Distinct().Count());
            Assert.Equal(linked, consumer.Time(BuildRows.Shared));
        },
    };

    /// <summary>
    /// Calls <paramref name="change"/> when the program has answered for a while, and ends when it has given another answer for a
    /// while; a build in a loop would end it before.
    /// </summary>
    private static async Task<IReadOnlyList<Match>> WatchAsync(Consumer consumer, string command, Action change)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromMinutes(10));
        var (printed, answers) = ("", new List<Match>());
        var watch = new Command("dotnet", command.Split(' '))
        {
            WorkingDirectory = consumer.Folder,
            Environment = Dotnet.Environment,
            OnLine = line =>
            {
                lock (answers)
                {
                    printed += line + "\n";
                    if (Answer().Match(line) is not { Success: true } answer) return;
                    answers.Add(answer);
                    if (Given("contract") == 20 && answer.Groups["word"].Value == "contract") change();
                    if (Given("now") == 40) end.Cancel();
                }
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.RunAsync(end.Token));
        Assert.True(Given("now") >= 40, printed);
        return answers;

        int Given(string word) => answers.Count(answer => answer.Groups["word"].Value == word);
    }

    [GeneratedRegex(@"^(?<word>contract|now) 30 from (?<process>\d+)$")]
    private static partial Regex Answer();
}
