using Cake.Frosting;
using RuntimePacks;

namespace Build.Tasks;

[TaskName("Resolve")]
[TaskDescription("Finds out which release is meant, and holds it against the lock")]
[IsDependentOn(typeof(SampleTask))]
public sealed class ResolveTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = await context.ListAsync();
        foreach (var name in release.Skipped) context.Messages.Warn($"skipped {name}: the definition does not know its target");
        context.LockOf(release).Check(release);
        await context.Workspace.Listed.WriteAsync(release);
        context.Say($"{release.Repository} {release.Tag}, {release.Assets.Count} assets, commit {release.Commit ?? "not known"}");
    }
}
