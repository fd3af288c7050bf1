using Cake.Core;
using RuntimePacks;

namespace Build;

/// <summary>The command line's <c>--name value</c> options; one that does not exist is a mistake of the user's, never ignored.</summary>
public sealed class Options
{
    private static readonly string[] Own =
    [
        "release", "prerelease", "from", "repository", "github-url", "lock", "locked", "update-lock", "rids", "slim",
        "definition", "package-version", "output", "file", "package", "json", "only", "size",
        "allow-abi-break",
        "certificate", "timestamper",
        "bundle", "base-url", "sdk", "check",
        "feed", "what-if",
        "parts",
    ];

    private static readonly string[] Cakes = ["target", "t", "working", "w", "verbosity", "v", "description", "tree", "dryrun", "exclusive", "e", "version", "info", "help", "h", "settings_noreport"];

    private readonly ICakeArguments _arguments;

    /// <exception cref="RuntimePacksException">There is an option that does not exist.</exception>
    public Options(ICakeArguments arguments)
    {
        _arguments = arguments;
        var unknown = arguments.GetArguments().Keys.FirstOrDefault(name => !Own.Contains(name) && !Cakes.Contains(name.ToLowerInvariant()));
        if (unknown is not null) throw new RuntimePacksException($"there is no option --{unknown}; there are: {string.Join(", ", Own.Select(name => "--" + name))}, and --help shows those of the task runner");
    }

    /// <summary>The pipeline targets on the command line.</summary>
    public IEnumerable<string> Targets => _arguments.GetArguments("target");

    /// <summary>Whether an option that takes no value is given.</summary>
    /// <exception cref="RuntimePacksException">It is given with a value.</exception>
    public bool Flag(string name) => _arguments.GetArguments(name) switch
    {
        { Count: 0 } => false,
        var values when values.All(value => value is null or "" or "true") => true,
        _ => throw new RuntimePacksException($"--{name} takes no value"),
    };

    /// <summary>The value of an option, or null when it is not given.</summary>
    /// <exception cref="RuntimePacksException">It is given without a value, or twice.</exception>
    public string? Value(string name) => _arguments.GetArguments(name) switch
    {
        { Count: 0 } => null,
        { Count: 1 } values when !string.IsNullOrWhiteSpace(values.First()) => values.First(),
        { Count: 1 } => throw new RuntimePacksException($"--{name} needs a value"),
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
