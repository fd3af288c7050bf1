using Cake.Frosting;
using RuntimePacks.Slimming;

namespace Build.Tasks;

[TaskName("Slim")]
[TaskDescription("Takes away what no consumer needs, and proves that nothing was lost")]
[IsDependentOn(typeof(VerifyTask))]
public sealed class SlimTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("slimming");
        var slimmer = new Slimmer(context.Definition, context.Toolbox, context.Workspace.SlimmedFolder, context.Messages);
        var libraries = await slimmer.SlimAsync(
            context.Workspace.Verified.Read(), context.SlimMode, context.Workspace.Slimmed.Earlier() ?? []);
        await context.Workspace.Slimmed.WriteAsync(libraries);
    }
}
