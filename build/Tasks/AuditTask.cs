using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks.Audit;
using RuntimePacks.Packing;

namespace Build.Tasks;

[TaskName("Audit")]
[TaskDescription("Holds a package that somebody has against the lock, and makes it again")]
[WritesNothing]
public sealed class AuditTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        if (context.Source.Folder is not null) context.ReleaseFolder.RequireThere();
        var verification = new PackageVerification(
            context.Definition, PackageSources.Load(context.Root), await context.AuditedReleaseAsync(context.Package!),
            context.CandidatesOf, context.Toolbox);
        var verdict = await verification.VerifyAsync(context.Package!);
        Terminal.Show(verdict);
        verdict.Require();
    }
}
