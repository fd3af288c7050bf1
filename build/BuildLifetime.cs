using Build.CommandLine;
using Cake.Core;
using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Stages;
using StaticLibraries;

namespace Build;

/// <summary>Holds the output folder for as long as the tasks run, so that two runs never write to one folder; leaves a report of a run that failed.</summary>
public sealed class BuildLifetime(Options options) : FrostingLifetime<BuildContext>
{
    private OutputLock? _lock;

    public override void Setup(BuildContext context, ISetupContext info)
    {
        context.Stages.Plan(info.TasksToExecute.Select(task => task.Name));
        if (!options.Writes) return;
        if (options.Targets is ["Clean"] && !Directory.Exists(context.Workspace.Root)) return;
        if (options.Targets.Contains("Clean")) OutputMark.Require(context.Workspace.Root);
        var isNew = OutputMark.IsNew(context.Workspace.Root);
        _lock = OutputLock.Take(context.Workspace.Root);
        if (isNew) OutputMark.Put(context.Workspace.Root);
    }

    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (_lock is null) return;
        try
        {
            if (info.ThrownException is { } failure && WriteReport(context, failure) is { } page) context.Say($"what there was to report is in {page}");
        }
        catch (InputException e)
        {
            context.Say($"there is no report of this run: {e.Message}");
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static string? WriteReport(BuildContext context, Exception failure)
    {
        var cause = Outcome.Cause(failure);
        var message = cause is InputException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
        return context.Report.WriteFailureAsync(context.LockOf, message).GetAwaiter().GetResult();
    }
}
