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
        context.Stages.Plan(info);
        if (!options.Writes) return;
        if (options.Targets is ["Clean"] && !Directory.Exists(context.Output)) return;
        if (options.Targets.Contains("Clean")) OutputMark.Require(context.Output);
        var isNew = OutputMark.IsNew(context.Output);
        _lock = OutputLock.Take(context.Output);
        if (isNew) OutputMark.Put(context.Output);
    }

    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (_lock is null) return;
        try
        {
            if (info.ThrownException is { } failure && RunReport.WriteFailureAsync(context, failure).GetAwaiter().GetResult() is { } page) context.Say($"what there was to report is in {page}");
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
}
