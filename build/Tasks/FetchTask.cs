using Cake.Frosting;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;

namespace Build.Tasks;

[TaskName("Fetch")]
[TaskDescription("Brings the assets of the release here, and pins each by its digest in release.lock.json")]
[IsDependentOn(typeof(ResolveTask))]
public sealed class FetchTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = context.Listed.Read();
        if (context.Source.IsGitHub) release = await DownloadAsync(context, release);
        var written = new ReleaseLock(context.LockPath, context.Pinned, context.Source.LockMode);
        written.Check(release);
        if (context.Source.LockMode != LockMode.Locked) await context.Lock.WriteAsync(written.Merge(release, context.Lock.Earlier()));
    }

    private static async Task<ListedRelease> DownloadAsync(BuildContext context, ListedRelease release)
    {
        using var http = context.GitHubSource.Connect();
        var progress = new TransferProgress(context, "assets");
        var download = new ReleaseDownload(http, context.Cache, release, progress.Step, progress.Log);
        return await progress.ShowAsync(download.Transfers, () => download.RunAsync());
    }
}
