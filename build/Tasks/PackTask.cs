using Cake.Frosting;
using RuntimePacks.Packing;

namespace Build.Tasks;

[TaskName("Pack")]
[TaskDescription("Writes a package per RID, and the one that picks among them")]
[IsDependentOn(typeof(SlimTask))]
public sealed class PackTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("packing");
        var packer = new Packer(context.Definition, PackageSources.Load(context.Root), context.PackedFolder);
        var packages = await packer.PackAsync(
            context.Workspace.Release.Read(), context.PackageVersion, context.Workspace.Slimmed.Read(), context.PathOf,
            context.Workspace.Packed.Earlier() ?? [], context.Messages);
        await context.Workspace.Packed.WriteAsync(packages);
    }
}
