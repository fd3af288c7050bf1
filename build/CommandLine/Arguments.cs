using RuntimePacks;

namespace Build.CommandLine;

/// <summary>
/// The command line taken apart: what is the build's and what is Cake's. What belongs to neither is a mistake of the user's,
/// never ignored.
/// </summary>
public sealed class Arguments
{
    private static readonly string[] Verbosities = ["quiet", "minimal", "normal", "verbose", "diagnostic"];

    private readonly Dictionary<string, List<string?>> _own = [];
    private readonly List<(CakeOption Option, string Written)> _cakes = [];
    private readonly List<string> _targets = [];
    private readonly TargetGraph _graph;

    /// <exception cref="RuntimePacksException">An argument is no option, or lacks its value.</exception>
    public Arguments(IReadOnlyList<string> written, TargetGraph graph)
    {
        _graph = graph;
        for (var index = 0; index < written.Count; index++)
        {
            var following = written.ElementAtOrDefault(index + 1);
            var (name, value) = written[index].Split('=', 2) is [var before, var after] ? (before, after) : (written[index], null);
            var own = OptionTable.All.FirstOrDefault(option => "--" + option.Name == name);
            var cakes = OptionTable.Cakes.FirstOrDefault(option => option.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
            if (own is null && cakes is null) throw NoOption(written[index], name, following);
            if ((own?.Value ?? cakes?.Value) is not null && value is null && following?.StartsWith('-') == false)
            {
                value = following;
                index++;
            }

            if (own is not null) Add(own, value);
            else Add(cakes!, value);
        }
    }

    /// <summary>The targets that are asked for, as they are called.</summary>
    public IReadOnlyList<string> Targets => _targets is [] ? ["Default"] : _targets;

    /// <summary>The values of an option, null for each time that it is given without one.</summary>
    public IReadOnlyList<string?> this[string name] => _own.TryGetValue(name, out var values) ? values : [];

    /// <summary>The build's options that are given.</summary>
    public IEnumerable<string> Given => _own.Keys;

    /// <summary>Whether one of Cake's options is given.</summary>
    /// <param name="name">As it is written in full.</param>
    public bool Has(string name) => _cakes.Any(given => given.Option.Names[0] == name);

    /// <summary>The arguments of Cake's host.</summary>
    /// <param name="quiet">Whether its headings and its table are left out, since standard output is for a machine.</param>
    public IReadOnlyList<string> OfHost(bool quiet) =>
    [
        .. _cakes.Where(given => !quiet || given.Option.Names[0] != OptionTable.Verbosity).Select(given => given.Written),
        .. quiet ? [$"{OptionTable.Verbosity}=quiet", "--noreport"] : Array.Empty<string>(),
    ];

    private void Add(Option option, string? value)
    {
        RequireValue("--" + option.Name, option.Value, value);
        if (_own.TryGetValue(option.Name, out var values)) values.Add(value);
        else _own[option.Name] = [value];
    }

    private void Add(CakeOption option, string? value)
    {
        var name = option.Names[0];
        RequireValue(name, option.Value, value);
        if (name == OptionTable.Verbosity && !IsVerbosity(value!))
        {
            throw new RuntimePacksException($"{name} takes {string.Join(", ", Verbosities)}, not '{value}'");
        }

        if (name == OptionTable.Target) _targets.Add(value = (_graph.Find(value!) ?? throw NoTarget(value!)).Name);
        _cakes.Add((option, option.Value is null ? name : $"{name}={value}"));
    }

    /// <summary>Whether it is one of the words, or the letter that one begins with.</summary>
    private static bool IsVerbosity(string value) =>
        Verbosities.Concat(Verbosities.Select(word => word[..1])).Contains(value, StringComparer.OrdinalIgnoreCase);

    private static void RequireValue(string name, string? expected, string? value)
    {
        if (expected is null && value is not (null or "" or "true")) throw new RuntimePacksException($"{name} takes no value");
        if (expected is null || !string.IsNullOrWhiteSpace(value)) return;
        throw new RuntimePacksException($"{name} needs a value: {name} {expected}");
    }

    private RuntimePacksException NoTarget(string name)
    {
        var near = Spelling.Near(name, _graph.All.Select(target => target.Name));
        var advice = near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "--help lists the targets.";
        return new($"The target '{name}' was not found. {advice}");
    }

    private RuntimePacksException NoOption(string argument, string name, string? following)
    {
        if (!argument.StartsWith('-')) return NoOption(argument);
        var words = OptionTable.All.Select(option => option.Name).Concat(OptionTable.Cakes.Select(option => option.Names[0][2..]));
        var found = Spelling.Near(name.TrimStart('-'), words);
        if (found is not [var near, ..]) return new($"there is no option {name}: --help lists the options");
        var takesValue = OptionTable.All.Any(option => option.Name == near && option.Value is not null);
        var value = takesValue && following?.StartsWith('-') == false ? $" {following}" : "";
        return new($"there is no option {name}: did you mean --{near}{value}?");
    }

    private RuntimePacksException NoOption(string word)
    {
        var near = Spelling.Near(word, _graph.All.Select(target => target.Name));
        var advice = _graph.Find(word) is { } target ? $"; it is a target: {OptionTable.Target} {target.Name}"
            : near is [var first, ..] ? $"; did you mean {OptionTable.Target} {first}?"
            : $": --help lists the options, and the targets that {OptionTable.Target} takes";
        return new($"'{word}' belongs to no option{advice}");
    }
}
