using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Distribution;
using RuntimePacks.Packing;
using RuntimePacks.Releases.Download;

namespace Build.Tasks;

[TaskName("Merge")]
[TaskDescription("Makes one release of what jobs on other machines left")]
public sealed class MergeTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var folder = context.Parts ?? throw new RuntimePacksException(
            "Merge needs --parts DIR: a folder with one folder per job, as each left its --output");
        var wanted = context.Source.Wanted is GitHubSource.Latest ? null : context.Source.Wanted;
        var merge = new Merge(
            context.Definition, PackageSources.Load(context.Root), context.Workspace, context.PackedFolder, context.Messages);
        await merge.RunAsync(folder, wanted, context.Rids, context.LockOf, context.Verification);
    }
}
