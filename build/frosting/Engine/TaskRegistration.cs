using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Engine;

/// <summary>Tells the engine of the program's tasks and lifetimes.</summary>
internal sealed class TaskRegistration(
    ICakeEngine engine,
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IFrostingSetup? setup = null,
    IFrostingTeardown? teardown = null,
    IFrostingTaskSetup? taskSetup = null,
    IFrostingTaskTeardown? taskTeardown = null)
{
    public void Register()
    {
        foreach (var task in tasks) Register(task);
        if (setup is not null) engine.RegisterSetupAction(info => setup.Setup(context, info));
        if (teardown is not null) engine.RegisterTeardownAction(info => teardown.Teardown(context, info));
        if (taskSetup is not null) engine.RegisterTaskSetupAction(info => taskSetup.Setup(context, info));
        if (taskTeardown is not null) engine.RegisterTaskTeardownAction(info => taskTeardown.Teardown(context, info));
    }

    private void Register(IFrostingTask task)
    {
        var type = task.GetType();
        var shape = TaskBase(type);
        if (!shape.GenericTypeArguments[0].IsInstanceOfType(context))
        {
            log.Warning("Task {0} cannot be used: it asks for a {1}.", TaskNames.Of(type), shape.GenericTypeArguments[0].FullName);
            return;
        }

        var builder = engine.RegisterTask(TaskNames.Of(type));
        if (type.GetCustomAttribute<TaskDescriptionAttribute>() is { } text) builder.Description(text.Description);
        foreach (var dependency in type.GetCustomAttributes<IsDependentOnAttribute>()) builder.IsDependentOn(NameOf(dependency.Task));
        foreach (var dependee in type.GetCustomAttributes<IsDependeeOfAttribute>()) builder.IsDependeeOf(NameOf(dependee.Task));

        // A task without work of its own is reported as delegated, and one with an error handler goes on after an
        // error, so only what is overridden is registered.
        var overridden = type.GetMethods().Where(method => method.IsVirtual && method.GetBaseDefinition().DeclaringType == shape
            && method.DeclaringType != shape).Select(method => method.Name).ToHashSet();
        if (overridden.Contains("Run") || overridden.Contains("RunAsync")) builder.Does(task.RunAsync);
        if (overridden.Contains("ShouldRun")) builder.WithCriteria(task.ShouldRun);
        if (type.IsDefined(typeof(ContinueOnErrorAttribute))) builder.ContinueOnError();
        if (overridden.Contains("OnError")) builder.OnError(exception => task.OnError(exception, context));
        if (overridden.Contains("Finally")) builder.Finally(() => task.Finally(context));
    }

    private static Type TaskBase(Type type)
    {
        for (var shape = type; shape is not null; shape = shape.BaseType)
        {
            if (shape.IsConstructedGenericType && shape.GetGenericTypeDefinition() is var definition
                && (definition == typeof(FrostingTask<>) || definition == typeof(AsyncFrostingTask<>)))
            {
                return shape;
            }
        }

        throw new FrostingException($"The task '{TaskNames.Of(type)}' must derive from FrostingTask or AsyncFrostingTask.");
    }

    private static string NameOf(Type type) => type.IsAssignableTo(typeof(IFrostingTask))
        ? TaskNames.Of(type)
        : throw new FrostingException($"The dependency '{type.Name}' is not a valid task.");
}
