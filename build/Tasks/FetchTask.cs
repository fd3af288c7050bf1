using Cake.Frosting;

namespace Build.Tasks;

[TaskName("Fetch")]
[TaskDescription("Finds the assets of the release, and pins each by its digest in release.lock.json")]
[IsDependentOn(typeof(SampleTask))]
public sealed class FetchTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = await context.ReleaseFolder.ReadAsync(context.ReleaseVersion, context.Rids, context.Say);
        await context.Lock.WriteAsync(release);
    }
}
