using System.Reflection;
using Cake.Frosting;

namespace Build.CommandLine;

/// <summary>A target, as the attributes of its task say it.</summary>
/// <param name="Before">The targets that it depends on itself.</param>
/// <param name="Writes">Whether it writes to the output folder.</param>
public sealed record Target(string Name, string Description, IReadOnlyList<string> Before, bool Writes);

/// <summary>The targets of a program, and which runs before which.</summary>
public sealed class TargetGraph
{
    private readonly Dictionary<string, Target> _targets;

    private TargetGraph(IEnumerable<Target> targets)
    {
        _targets = targets.ToDictionary(target => target.Name, StringComparer.OrdinalIgnoreCase);
        var byName = _targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal);
        All = [.. byName.OrderByDescending(target => RunOf(target).Count).SelectMany(RunOf).Distinct()];
    }

    /// <summary>All of them, each after what it depends on: the pipeline first, and then what stands alone.</summary>
    public IReadOnlyList<Target> All { get; }

    public static TargetGraph Of(Assembly program) => new(program.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))
        .Select(task => new Target(
            NameOf(task),
            task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "",
            [.. task.GetCustomAttributes<IsDependentOnAttribute>().Select(before => NameOf(before.Task))],
            !task.IsDefined(typeof(WritesNothingAttribute)))));

    /// <summary>The target of that name, whatever its case; null when there is none.</summary>
    public Target? Find(string name) => _targets.GetValueOrDefault(name);

    /// <summary>What runs for a target, in order, itself the last.</summary>
    public IReadOnlyList<Target> RunOf(Target target) =>
        [.. target.Before.SelectMany(before => RunOf(_targets[before])).Append(target).Distinct()];

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;
}
