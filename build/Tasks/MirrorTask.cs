using Cake.Frosting;
using RuntimePacks.Mirroring;
using RuntimePacks.Releases;
using RuntimePacks.Signing;

namespace Build.Tasks;

[TaskName("Mirror")]
[TaskDescription("Writes a folder for a network without internet, or adds to one")]
[IsDependentOn(typeof(ReportTask))]
public sealed class MirrorTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var verified = context.Workspace.Release.Read();
        ReleaseCompleteness.Require(verified, context.Definition, context.Selection);
        var release = await ReleasePackages.ReadAsync(
            verified, context.Workspace.Shipped.Read().Packages, context.Workspace.PackagesFolder);
        var toolchain = await new ToolchainRestore(
            context.Workspace.ToolchainFolder, context.Messages).FindAsync(release.Release.Rids, context.Mirror.Sdk, context.Root);
        var readme = await File.ReadAllTextAsync(Path.Combine(context.Root, "packaging", "mirror-readme.md"));
        using var signer = context.Signing.Certificate is { } file ? SigningCertificate.Load(file) : null;
        var summary = await new Mirror(
            context.Mirror.Bundle, readme, context.Mirror.BaseUrl, context.Messages).AddAsync(release, toolchain, signer);
        Terminal.Show(summary, context.Mirror.Bundle);
    }
}
