using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Releases;

namespace Build.Tasks;

[TaskName("Resolve")]
[TaskDescription("Finds out which release is meant, and holds it against release.lock.json")]
[IsDependentOn(typeof(SampleTask))]
public sealed class ResolveTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = await context.ListAsync();
        foreach (var name in release.Skipped) context.Messages.Warn($"skipped {name}: the definition does not know its target");
        new ReleaseLock(context.LockPath, context.Pinned, context.Source.LockMode).Check(release);
        await context.Listed.WriteAsync(release);
        context.Say($"{release.Repository} {release.Tag}, {release.Assets.Count} assets, commit {release.Commit ?? "not known"}");
    }
}
