using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Distribution;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Releases.Download;

namespace Build.Tasks;

[TaskName("Merge")]
[TaskDescription("Makes one release of what jobs on other machines left: --parts DIR")]
public sealed class MergeTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var folder = context.Parts ?? throw new RuntimePacksException("Merge needs --parts DIR: a folder with one folder per job, as each left its --output");
        var parts = new MergedParts(context.Definition, context.Rids, Part.ReadAll(folder), context.LibrariesFolder, context.SlimmedFolder);
        var listed = ListedRelease.Of(parts.Pinned, new AssetSelection(context.Definition, rids: null));
        if (context.Source.Wanted is { } wanted and not GitHubSource.Latest && wanted != listed.Version && wanted != listed.Tag) throw new RuntimePacksException($"{folder} holds parts of {listed.Tag}, not of {wanted}");
        var written = new ReleaseLock(context.LockPath, context.Pinned, context.Source.LockMode);
        written.Check(listed);
        await parts.RequireUndamagedAsync();
        var before = context.Lock.Earlier();
        var release = written.Merge(listed, parts.Pinned with { Earlier = [.. parts.Pinned.Earlier, .. before is null ? Array.Empty<Release>() : [before, .. before.Earlier]] });
        var packer = new Packer(context.Definition, PackageSources.Load(context.Root), context.PackedFolder);
        packer.RequireOwn(release, parts.Slimmed, parts.Packages);

        foreach (var result in parts.Smoked.Where(result => result.Reason is not null)) context.Messages.Warn($"not run: {result.Rid}, {result.Reason}");
        if (context.Source.LockMode != LockMode.Locked) await context.Lock.WriteAsync(release);
        await context.Listed.WriteAsync(parts.Listed);
        await context.Verified.WriteAsync(parts.Verified);
        await AbiStage.RunAsync(context, release, parts.Verified);
        await context.Slimmed.WriteAsync(parts.Slimmed);
        var packages = await packer.MergeAsync(release, parts.Slimmed, parts.Packages, context.Packed.Earlier() ?? [], context.Messages);
        await context.Packed.WriteAsync(packages);
        await context.Smoked.WriteAsync(parts.Smoked);
        context.Say($"merged {packages.Count} packages of {release.Repository} {release.Tag}");
    }
}
