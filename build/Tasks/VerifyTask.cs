using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Verification;
using StaticLibraries.Slimming.Linking;

namespace Build.Tasks;

[TaskName("Verify")]
[TaskDescription("Takes the static library out of each asset, refuses a wrong one, and one that breaks what the release before promised")]
[IsDependentOn(typeof(FetchTask))]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("verifying");
        var workspace = context.Workspace;
        workspace.Release.Remove(); // what it was is not to be gone on from, if this run is refused
        var fetched = workspace.Fetched.Read();
        var @lock = context.LockOf(fetched);
        var release = @lock.Merge(fetched);
        var verifier = new AssetVerifier(
            context.Definition, workspace.LibrariesFolder, keepsFiles: context.SlimMode != SlimMode.None, context.Messages);
        var libraries = await verifier.VerifyAsync(release.Only(context.Selection), context.PathOf, workspace.Verified.Earlier() ?? []);
        await context.Verification(@lock).PinAsync(release, context.Selection, libraries);
        if (ReleaseCompleteness.Fault(release, context.Definition, context.Selection) is { } fault) context.Messages.Warn(fault);
    }
}
