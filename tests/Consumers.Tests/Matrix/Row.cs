using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>One line of the matrix: a project of a few lines, what is typed, and what must hold.</summary>
/// <param name="Does">What the consumer does, in the words that they would search for.</param>
/// <param name="Gets">What they get.</param>
internal sealed record Row(string Does, string Gets)
{
    /// <summary>The name of the folder that the project lies in.</summary>
    public string Folder { get; init; } = "consumer";

    /// <summary>Whether the project is for NativeAOT.</summary>
    public bool Aot { get; init; }

    /// <summary>More properties of the project, as XML; of a project for linux-x64 where nothing else is said.</summary>
    public string Properties { get; init; } = "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>";

    /// <summary>The items of the project, as XML, in place of the reference to Slim.Native.</summary>
    public string? Items { get; init; }

    /// <summary>The program, in place of the one that prints the contract's version.</summary>
    public string? Program { get; init; }

    /// <summary>Other files, by their paths; null keeps one from being written. <c>{version}</c> is the packages'.</summary>
    public IReadOnlyDictionary<string, string?> Files { get; init; } = new Dictionary<string, string?>();

    /// <summary>What has to be there first.</summary>
    public Func<Consumer, Task>? Before { get; init; }

    /// <summary>What is typed, one after the other, without <c>dotnet</c>.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>In place of the environment's; null removes a variable.</summary>
    public Func<Consumer, IReadOnlyDictionary<string, string?>>? Environment { get; init; }

    /// <summary>Whether the last command ends with an error. All others end well.</summary>
    public bool Fails { get; init; }

    /// <summary>The codes of all errors and warnings. Where all is well there is none.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Words in what the last command prints.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>All that the last command prints.</summary>
    public string? Prints { get; init; }

    /// <summary>The files in <c>published</c>, less those for debuggers.</summary>
    public IReadOnlyList<string>? Leaves { get; init; }

    /// <summary>The program to run at the end, which then answers; by its path.</summary>
    public string? Runs { get; init; }

    /// <summary>What else must hold.</summary>
    public Func<Consumer, CommandResult, Task>? Holds { get; init; }

    /// <summary>The rows as data of a theory, each with its own name.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names(IEnumerable<Row> rows) =>
        rows.Select(row => new TheoryDataRow<string>(row.Does) { TestDisplayName = $"{row.Does} → {row.Gets}" });
}
