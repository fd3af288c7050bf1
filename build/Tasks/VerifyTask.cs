using Cake.Frosting;
using RuntimePacks.Verification;

namespace Build.Tasks;

[TaskName("Verify")]
[TaskDescription("Takes the static library out of each asset, and refuses a wrong one")]
[IsDependentOn(typeof(FetchTask))]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var verifier = new AssetVerifier(context.Definition, context.LibrariesFolder, context.Say);
        var libraries = await verifier.VerifyAsync(context.Release, context.PathOf, context.Verified.Earlier() ?? []);
        await context.Verified.WriteAsync(libraries);
    }
}
