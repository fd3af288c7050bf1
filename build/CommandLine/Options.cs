using RuntimePacks;

namespace Build.CommandLine;

/// <summary>The build's options, those that the targets on the command line have a use for.</summary>
public sealed class Options
{
    private const string Matrix = "Matrix";

    private readonly Arguments _arguments;

    /// <exception cref="RuntimePacksException">An option is of no use to the targets, or a target lacks one that it needs.</exception>
    public Options(Arguments arguments, TargetGraph graph)
    {
        _arguments = arguments;
        var asked = arguments.Targets.Select(name => graph.Find(name)!).ToList();
        var run = asked.SelectMany(graph.RunOf).Distinct().ToList();
        foreach (var option in OptionTable.All.Where(option => arguments.Given.Contains(option.Name)))
        {
            if (run.Any(target => option.Targets.Contains(target.Name))) continue;
            var others = graph.All.Where(other => graph.RunOf(other).Any(target => option.Targets.Contains(target.Name)));
            throw new RuntimePacksException(
                $"--{option.Name} is of no use to {string.Join(", ", Targets)}: it belongs to {string.Join(", ", others.Select(target => target.Name))}");
        }

        if (arguments.Has("--exclusive")) run = asked;
        foreach (var option in OptionTable.All.Where(option => !arguments.Given.Contains(option.Name)))
        {
            if (run.FirstOrDefault(target => option.NeededBy.Contains(target.Name)) is not { } target) continue;
            throw new RuntimePacksException($"{target.Name} needs {option}, {option.Words}");
        }

        Writes = !arguments.Has("--dryrun") && run.Any(target => target.Writes);
        PrintsJson = Flag("json") || Targets.Contains(Matrix);
    }

    /// <summary>The targets that are asked for.</summary>
    public IReadOnlyList<string> Targets => _arguments.Targets;

    /// <summary>Whether something is written to the output folder.</summary>
    public bool Writes { get; }

    /// <summary>Whether standard output holds JSON and nothing else.</summary>
    public bool PrintsJson { get; }

    /// <summary>Whether an option that takes no value is given.</summary>
    public bool Flag(string name) => _arguments[name].Count > 0;

    /// <summary>The value of an option, or null when it is not given.</summary>
    /// <exception cref="RuntimePacksException">It is given twice.</exception>
    public string? Value(string name) => _arguments[name] switch
    {
        [] => null,
        [var value] => value,
        _ => throw new RuntimePacksException($"--{name} is given more than once"),
    };

    /// <summary>The value of an option that takes one of a few words.</summary>
    /// <exception cref="RuntimePacksException">It is another word.</exception>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Value(name) is not { } text) return otherwise;
        var words = Enum.GetNames<T>().Select(word => word.ToLowerInvariant()).ToList();
        if (words.Contains(text.ToLowerInvariant())) return Enum.Parse<T>(text, ignoreCase: true);
        throw new RuntimePacksException($"--{name} takes {string.Join(", ", words)}, not '{text}'");
    }
}
