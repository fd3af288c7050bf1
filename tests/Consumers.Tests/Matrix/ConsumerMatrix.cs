using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using RuntimePacks.Tools;

[assembly: AssemblyFixture(typeof(Consumers.Tests.Matrix.ConsumerMatrix))]

namespace Consumers.Tests.Matrix;

/// <summary>Does what each row says, and prints a table of them all when the tests are over.</summary>
public sealed partial class ConsumerMatrix : IDisposable
{
    private readonly ConcurrentBag<(string Does, string Gets, double Seconds, bool Holds)> _done = [];

    internal async Task HoldsAsync(MainJob job, IEnumerable<Row> rows, string does)
    {
        var row = rows.Single(row => row.Does == does);
        var watch = Stopwatch.StartNew();
        var holds = false;
        try
        {
            using var consumer = new Consumer(job, row.Folder);
            await CheckAsync(row, consumer);
            holds = true;
        }
        finally
        {
            _done.Add((row.Does, row.Gets, watch.Elapsed.TotalSeconds, holds));
        }
    }

    private static async Task CheckAsync(Row row, Consumer consumer)
    {
        consumer.WriteApp(row.Properties, row.Items is null ? null : consumer.Expand(row.Items), row.Aot);
        if (row.Program is not null) consumer.Write("Program.cs", row.Program);
        foreach (var (path, text) in row.Files)
        {
            if (text is null) File.Delete(Path.Combine(consumer.Folder, path));
            else consumer.Write(path, consumer.Expand(text));
        }

        if (row.Before is not null) await row.Before(consumer);

        var environment = row.Environment?.Invoke(consumer) ?? Dotnet.Environment;
        var (all, last) = ("", new CommandResult(0, "", ""));
        foreach (var (index, command) in row.Commands.Index())
        {
            last = await consumer.DotnetAsync(environment, consumer.Expand(command).Split(' '));
            all += $"$ dotnet {command}\n{last.Output}{last.Error}";
            Assert.True(last.ExitCode == 0 != (row.Fails && index == row.Commands.Count - 1), all);
        }

        var codes = Code().Matches(all).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(row.Codes.SequenceEqual(codes), all);
        Assert.All(row.Says, words => Assert.Contains(words, last.Output));
        if (row.Prints is not null) Assert.Equal(row.Prints, last.Output);
        if (row.Leaves is not null)
        {
            Assert.Equal(row.Leaves.Order(StringComparer.Ordinal), consumer.Published.Order(StringComparer.Ordinal));
        }

        if (row is { Aot: true, Runs: { } executable }) await consumer.NeedsOnlyTheSystemAsync(executable);
        if (row.Runs is not null)
        {
            Assert.Equal(
                Consumer.Answer,
                await new Command(Path.Combine(consumer.Folder, row.Runs)).OutputAsync(TestContext.Current.CancellationToken));
        }

        if (row.Holds is not null) await row.Holds(consumer, last);
    }

    /// <summary>To standard output, and to <c>consumers.txt</c> beside what the tests write.</summary>
    public void Dispose()
    {
        if (_done.IsEmpty) return;
        var rows = _done.OrderBy(row => row.Does, StringComparer.Ordinal).ToList();
        var (does, gets) = (rows.Max(row => row.Does.Length), rows.Max(row => row.Gets.Length));
        var table = string.Concat(
            rows.Select(
                row => $"{(row.Holds ? "holds" : "FAILS")}  {row.Does.PadRight(does)}  {row.Gets.PadRight(gets)}  {row.Seconds,5:f1} s\n"))
            + $"{rows.Count} rows, {rows.Count(row => !row.Holds)} failed\n";
        File.WriteAllText(Path.Combine(Repository.Scratch, "consumers.txt"), table);
        Console.Write(table);
    }

    [GeneratedRegex(@"\b(?:error|warning) ([A-Z]{2,}\d{3,5})\b")]
    private static partial Regex Code();
}
