using Cake.Frosting;
using RuntimePacks.Stages;

namespace Build.Tasks;

[TaskName("Clean")]
[TaskDescription("Removes everything that the build wrote")]
public sealed class CleanTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => OutputLock.EmptyFolder(context.Workspace.Root);
}
