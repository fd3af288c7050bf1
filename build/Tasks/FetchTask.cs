using Cake.Frosting;
using RuntimePacks.Releases;

namespace Build.Tasks;

[TaskName("Fetch")]
[TaskDescription("Brings the assets of the release here, and pins each by its digest in release.lock.json")]
[IsDependentOn(typeof(ResolveTask))]
public sealed class FetchTask : AsyncFrostingTask<BuildContext>
{
    public override bool ShouldRun(BuildContext context) => !context.ChecksPackage;

    public override async Task RunAsync(BuildContext context)
    {
        var release = context.Listed.Read();
        if (context.Source.IsGitHub) release = await DownloadProgress.RunAsync(context, release);
        var written = new ReleaseLock(context.LockPath, context.Pinned, context.Source.LockMode);
        written.Check(release);
        if (context.Source.LockMode != LockMode.Locked) await context.Lock.WriteAsync(written.Merge(release));
    }
}
