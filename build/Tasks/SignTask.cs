using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Signing;

namespace Build.Tasks;

[TaskName("Sign")]
[TaskDescription("Signs the packages; without a certificate they ship unsigned")]
[IsDependentOn(typeof(SmokeTask))]
public sealed class SignTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var packages = context.Workspace.Packed.Read();
        if (context.Signing.Certificate is not { } file)
        {
            await context.Workspace.Shipped.WriteAsync(await SignedPackages.UnsignedAsync(packages, context.Workspace.PackagesFolder));
            context.Messages.Warn("the packages are not signed: no --certificate was given");
            return;
        }

        using var certificate = SigningCertificate.Load(file);
        var signer = new PackageSigner(
            certificate, context.Signing.Timestamper, context.PackedFolder, context.Workspace.PackagesFolder, context.Messages);
        await context.Workspace.Shipped.WriteAsync(await signer.SignAsync(packages));
    }
}
