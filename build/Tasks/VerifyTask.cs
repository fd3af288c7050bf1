using Cake.Frosting;
using RuntimePacks.Abi;
using RuntimePacks.Slimming;
using RuntimePacks.Verification;

namespace Build.Tasks;

[TaskName("Verify")]
[TaskDescription("Takes the static library out of each asset, refuses a wrong one, and one that breaks what the release before promised")]
[IsDependentOn(typeof(FetchTask))]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("verifying");
        var verifier = new AssetVerifier(context.Definition, context.LibrariesFolder, keepsFiles: context.SlimMode != SlimMode.None, context.Messages);
        var libraries = await verifier.VerifyAsync(context.Release, context.PathOf, context.Verified.Earlier() ?? []);
        AbiCheck.RequireSame(libraries);
        await context.Verified.WriteAsync(libraries);
        await AbiStage.RunAsync(context, context.Lock.Read(), libraries);
    }
}
