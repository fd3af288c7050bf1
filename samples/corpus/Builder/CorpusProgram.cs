using RuntimePacks;
using RuntimePacks.Tools;

namespace Corpus;

/// <summary>
/// A program that calls every export of a library and prints what each call gave. In its command lines,
/// <c>{folder}</c> is the library's own folder, <c>{library}</c> any library with the same exports, and <c>{program}</c> what is linked.
/// </summary>
/// <param name="Link">The command that compiles and links it.</param>
/// <param name="Run">The command that runs it; empty where nothing here does.</param>
public sealed record CorpusProgram(IReadOnlyList<string> Link, IReadOnlyList<string> Run)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>The same program, linked with more words.</summary>
    public CorpusProgram With(params IEnumerable<string> words) => this with { Link = [.. Link, .. words] };

    /// <summary>Links the program with a library and runs it.</summary>
    /// <param name="folder">Where the library of the corpus and the program's source are, full.</param>
    /// <param name="library">The library to link: the one of the corpus, or what was made of it.</param>
    /// <param name="work">A folder to put the program into.</param>
    /// <returns>Each call, and its value.</returns>
    /// <exception cref="RuntimePacksException">It does not link, ends with an error, or does not end within two minutes.</exception>
    public async Task<IReadOnlyDictionary<string, string>> AnswersAsync(
        string folder, string library, string work, CancellationToken cancellationToken = default)
    {
        var program = await LinkAsync(folder, library, work, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            var run = Fill(Run, folder, library, program);
            var output = await new Command(run[0], run[1..]) { WorkingDirectory = work, Environment = Quiet }.OutputAsync(limit.Token);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(" = ", 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimePacksException($"{program}, linked with {library}, did not end within {s_limit.TotalMinutes:0} minutes");
        }
    }

    /// <summary>Links the program with a library.</summary>
    /// <returns>The program, full.</returns>
    /// <exception cref="RuntimePacksException">It does not link.</exception>
    public async Task<string> LinkAsync(string folder, string library, string work, CancellationToken cancellationToken = default)
    {
        var program = Path.Combine(work, "program.exe");
        var link = Fill(Link, folder, library, program);
        await new Command(link[0], link[1..]) { WorkingDirectory = work }.OutputAsync(cancellationToken);
        return program;
    }

    private static Dictionary<string, string?> Quiet => new() { ["WINEDEBUG"] = "-all" };

    private static string[] Fill(IReadOnlyList<string> command, string folder, string library, string program) =>
    [
        .. command.Select(word => word.Replace("{folder}", folder, StringComparison.Ordinal)
            .Replace("{library}", library, StringComparison.Ordinal).Replace("{program}", program, StringComparison.Ordinal)),
    ];
}
