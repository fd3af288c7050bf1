using Cake.Core;
using Cake.Frosting;
using RuntimePacks.Reports;

namespace Build;

/// <summary>Tells the run's stages of each task that ended.</summary>
public sealed class StageClock : FrostingTaskLifetime<BuildContext>
{
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
    }

    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        var outcome = info.Skipped ? StageOutcome.Skipped : info.Successful ? StageOutcome.Succeeded : StageOutcome.Failed;
        context.Stages.End(new StageTime(info.Task.Name, info.Duration.TotalSeconds, outcome));
    }
}
