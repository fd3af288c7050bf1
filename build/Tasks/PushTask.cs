using Cake.Frosting;
using RuntimePacks.Feeds;
using RuntimePacks.Releases;

namespace Build.Tasks;

[TaskName("Push")]
[TaskDescription("Puts the packages on a feed, the one that consumers reference last")]
[IsDependentOn(typeof(SignTask))]
public sealed class PushTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var feed = context.Feed.Feed;
        var release = context.Workspace.Release.Read();
        if (release.Sample) Publication.RefuseSample(feed);
        ReleaseCompleteness.Require(release, context.Definition, context.Selection);
        var packages = await Task.WhenAll(
            context.Workspace.Shipped.Read().Packages.Select(
                package => PackageToPush.ReadAsync(Path.Combine(context.Workspace.PackagesFolder, package.FileName))));
        var progress = new TransferProgress(context, "packages");
        var push = new Publication(
            feed, FeedKey.FromEnvironment(), packages, context.Workspace.Pushed, context.Workspace.PushFolder, new FeedPatience(),
            progress.Step, progress.Log);
        Terminal.Show(
            context.Feed.WhatIf ? await push.PlanAsync() : await progress.ShowAsync(push.Transfers, () => push.RunAsync()),
            context.Feed.WhatIf);
    }
}
