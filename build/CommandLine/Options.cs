using RuntimePacks;

namespace Build.CommandLine;

/// <summary>The build's options, those that the targets on the command line have a use for.</summary>
public sealed class Options
{
    private const string Matrix = "Matrix";

    private readonly Arguments _arguments;

    /// <exception cref="RuntimePacksException">An option belongs to none of the targets that are asked for, or one of these lacks an option that it needs.</exception>
    public Options(Arguments arguments, TargetGraph graph)
    {
        _arguments = arguments;
        var asked = arguments.Targets.Select(name => graph.Find(name)!).ToList();
        var run = asked.SelectMany(graph.RunOf).Distinct().ToList();
        foreach (var option in OptionTable.All.Where(option => arguments.Given.Contains(option.Name)))
        {
            if (run.Any(target => option.Targets.Contains(target.Name))) continue;
            var others = graph.All.Where(target => graph.RunOf(target).Any(each => option.Targets.Contains(each.Name))).Select(target => target.Name);
            throw new RuntimePacksException($"--{option.Name} is of no use to {string.Join(", ", arguments.Targets)}: it belongs to {string.Join(", ", others)}");
        }

        IsExclusive = arguments.Has("--exclusive");
        foreach (var option in OptionTable.All.Where(option => !arguments.Given.Contains(option.Name)))
        {
            if ((IsExclusive ? asked : run).FirstOrDefault(target => option.NeededBy.Contains(target.Name)) is { } target) throw new RuntimePacksException($"{target.Name} needs {option}, {option.Words}");
        }

        IsDryRun = arguments.Has("--dryrun");
        Writes = !IsDryRun && (IsExclusive ? asked : run).Any(target => target.Writes);
        PrintsJson = Flag("json") || Targets.Contains(Matrix);
    }

    /// <summary>The targets that are asked for.</summary>
    public IReadOnlyList<string> Targets => _arguments.Targets;

    /// <summary>Whether they are run without what they depend on.</summary>
    public bool IsExclusive { get; }

    /// <summary>Whether it is only said what would run.</summary>
    public bool IsDryRun { get; }

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
        return Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => value.ToString()!.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new RuntimePacksException($"--{name} takes {string.Join(", ", Enum.GetNames<T>().Select(word => word.ToLowerInvariant()))}, not '{text}'");
    }
}
