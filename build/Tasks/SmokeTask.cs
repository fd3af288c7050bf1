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
        var app = context.Release.Sample && context.Definition.Sample?.App is { } own ? own : context.Definition.SmokeApp;
        var smoke = new SmokeTest(context.Toolbox, app, context.SmokeFolder, context.PackedFolder, context.Messages);
        var results = await smoke.RunAsync(context.Packed.Read(), context.Smoked.Earlier() ?? []);
        await context.Smoked.WriteAsync(results);
        SmokeTest.Require(results);
    }
}
