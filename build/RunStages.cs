using Cake.Core;
using Cake.Frosting;
using RuntimePacks.Reports;

namespace Build;

/// <summary>The stages of this run: which were to come, and how those ended that came.</summary>
public sealed class RunStages
{
    private readonly List<StageTime> _ended = [];
    private HashSet<string> _planned = [];

    /// <summary>Those that ended, in order.</summary>
    public IReadOnlyList<StageTime> Ended => _ended;

    /// <summary>Whether what a stage left on disk is of this run, or of the runs that this one goes on from; a merge goes on from none.</summary>
    public bool IsCurrent(string stage) => (!_planned.Contains(stage) && !_planned.Contains("Merge")) || _ended.Any(time => time.Stage == stage && time.Outcome != StageOutcome.Failed);

    public void Plan(ISetupContext info) => _planned = [.. info.TasksToExecute.Select(task => task.Name)];

    public void End(ITaskTeardownContext info) => _ended.Add(new StageTime(
        info.Task.Name, info.Duration.TotalSeconds, info.Skipped ? StageOutcome.Skipped : info.Successful ? StageOutcome.Succeeded : StageOutcome.Failed));
}

/// <summary>Tells <see cref="RunStages"/> of each task that ended.</summary>
public sealed class StageClock : FrostingTaskLifetime<BuildContext>
{
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
    }

    public override void Teardown(BuildContext context, ITaskTeardownContext info) => context.Stages.End(info);
}
