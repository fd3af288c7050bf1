using Cake.Frosting;
using RuntimePacks.Smoke;

namespace Build.Tasks;

[TaskName("Smoke")]
[TaskDescription("Links a program with each package, NativeAOT's or one in C, and runs it where that can be")]
[IsDependentOn(typeof(PackTask))]
public sealed class SmokeTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("linking and running programs");
        var subject = context.Definition.SmokeSources(context.Workspace.Release.Read().Sample);
        var smoke = new SmokeTest(
            context.Toolbox, context.Definition, subject, context.Workspace.SmokeFolder, context.PackedFolder, context.Messages)
        {
            InstallsWine = context.Source.IsReal,
        };
        var results = await smoke.RunAsync(context.Workspace.Packed.Read(), context.Workspace.Smoked.Earlier() ?? []);
        await context.Workspace.Smoked.WriteAsync(results);
        SmokeTest.Require(results);
    }
}
