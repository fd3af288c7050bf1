using System.Reflection;
using Cake.Core;

namespace Cake.Frosting.Engine;

/// <summary>What tasks are called, and which name a person may have meant.</summary>
internal static class TaskNames
{
    public static string Of(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    /// <exception cref="CakeException">A target is no task's name.</exception>
    public static void Require(IReadOnlyList<ICakeTaskInfo> tasks, IEnumerable<string> targets)
    {
        foreach (var target in targets)
        {
            if (tasks.Any(task => task.Name.Equals(target, StringComparison.OrdinalIgnoreCase))) continue;
            var near = tasks.Select(task => task.Name).Where(name => IsNear(name, target)).ToList();
            var advice = near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "--description lists the tasks.";
            throw new CakeException($"The target '{target}' was not found. {advice}");
        }
    }

    private static bool IsNear(string name, string target) =>
        (target.Length > 1 && name.Contains(target, StringComparison.OrdinalIgnoreCase))
        || Distance(name.ToUpperInvariant(), target.ToUpperInvariant()) <= Math.Max(1, Math.Min(name.Length, target.Length) / 3);

    /// <summary>How many characters must be put in, taken out, replaced or swapped with their neighbour to get from one to the other.</summary>
    private static int Distance(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var replaced = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replaced, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (swapped) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }
}
