using Cake.Frosting;
using RuntimePacks.Stages;

namespace Build.Tasks;

[TaskName("Clean")]
[TaskDescription("Empties the output folder, when a run of this build made it")]
public sealed class CleanTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context)
    {
        if (Directory.Exists(context.Workspace.Root)) OutputLock.EmptyFolder(context.Workspace.Root);
    }
}
