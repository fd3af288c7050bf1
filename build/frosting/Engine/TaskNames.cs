using System.Reflection;

namespace Cake.Frosting.Engine;

/// <summary>What tasks are called.</summary>
internal static class TaskNames
{
    public static string Of(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;
}
