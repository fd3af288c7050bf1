using Cake.Frosting;
using RuntimePacks.Smoke;

namespace Build.Tasks;

[TaskName("Smoke")]
[TaskDescription("Publishes a consumer's program from the packages with NativeAOT, and runs it")]
[IsDependentOn(typeof(PackTask))]
public sealed class SmokeTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("publishing and running programs");
        var app = context.Workspace.Release.Read().Sample && context.Definition.Sample?.App is { } own ? own : context.Definition.SmokeApp;
        var smoke = new SmokeTest(context.Toolbox, app, context.Workspace.SmokeFolder, context.PackedFolder, context.Messages);
        var results = await smoke.RunAsync(context.Workspace.Packed.Read(), context.Workspace.Smoked.Earlier() ?? []);
        await context.Workspace.Smoked.WriteAsync(results);
        SmokeTest.Require(results);
    }
}
