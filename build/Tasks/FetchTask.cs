using Cake.Frosting;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;

namespace Build.Tasks;

[TaskName("Fetch")]
[TaskDescription("Brings the assets of the release here, each with its digest")]
[IsDependentOn(typeof(ResolveTask))]
public sealed class FetchTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var listed = context.Workspace.Listed.Read();
        var release = context.Source.IsGitHub ? await DownloadAsync(context, listed) : await context.ReleaseFolder.HashAsync(listed);
        context.LockOf(release).Check(release);
        await context.Workspace.Fetched.WriteAsync(release);
    }

    private static async Task<ListedRelease> DownloadAsync(BuildContext context, ListedRelease release)
    {
        using var http = context.GitHubSource.Connect();
        var progress = new TransferProgress(context, "assets");
        var download = new ReleaseDownload(http, context.Cache, release, progress.Step, progress.Log);
        var fetched = await progress.ShowAsync(download.Transfers, () => download.RunAsync());
        return await new DigestFiles(context.Definition, release.Tag, release.Version).ConfirmAsync(fetched, context.PathOf);
    }
}
