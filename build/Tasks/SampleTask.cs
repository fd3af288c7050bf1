using Cake.Frosting;
using Samples;

namespace Build.Tasks;

[TaskName("Sample")]
[TaskDescription("Builds the sample release, unless another one was asked for")]
public sealed class SampleTask : AsyncFrostingTask<BuildContext>
{
    public override bool ShouldRun(BuildContext context) => context.Source.IsSample;

    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("building the sample");
        var sources = new SampleSources(context.Definition, Path.Combine(context.Root, "samples", "Release"));
        await SampleRelease.BuildAsync(
            sources, context.Workspace.SampleFolder, context.Workspace.CacheFolder, context.Toolbox, context.Messages);
    }
}
