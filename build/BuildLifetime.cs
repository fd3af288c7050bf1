using Build.CommandLine;
using Cake.Core;
using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Stages;
using StaticLibraries;

namespace Build;

/// <summary>
/// Holds the output folder for as long as the tasks run, so that two runs never write to one folder; leaves a report of a run that
/// failed.
/// </summary>
public sealed class BuildLifetime(Options options) : FrostingLifetime<BuildContext>
{
    private OutputLock? _lock;

    public override void Setup(BuildContext context, ISetupContext info)
    {
        context.Stages.Plan(info.TasksToExecute.Select(task => task.Name));
        if (!options.Writes) return;
        var folder = context.Workspace.Root;
        if (options.Targets is ["Clean"] && !Path.Exists(folder)) return;
        if (options.Targets.Contains("Clean")) OutputMark.Require(folder);
        var isNew = OutputMark.IsNew(folder);
        _lock = OutputLock.Take(folder);
        if (isNew) OutputMark.PutAsync(folder).GetAwaiter().GetResult();
    }

    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (_lock is null) return;
        try
        {
            if (info.ThrownException is { } failure && WriteReport(context, failure) is { } page)
            {
                context.Say($"what there was to report is in {page}");
            }
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
