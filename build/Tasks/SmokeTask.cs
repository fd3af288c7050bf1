using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Smoke;
using Samples;

namespace Build.Tasks;

[TaskName("Smoke")]
[TaskDescription("Links a program with each package, NativeAOT's or one in C, and runs it where that can be")]
[IsDependentOn(typeof(PackTask))]
public sealed class SmokeTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("linking and running programs");
        var sample = context.Workspace.Release.Read().Sample;
        var packages = context.Workspace.Packed.Read();
        var smoke = new SmokeTest(
            context.Toolbox, context.Definition, context.Definition.SmokeSources(sample), context.Workspace.SmokeFolder,
            context.PackedFolder, context.Messages)
        {
            InstallsWine = context.Source.IsReal,
            Beside = sample && context.Definition.Sample?.Beside is { } other ? await BesideAsync(context, other, packages) : null,
        };
        var results = await smoke.RunAsync(packages, context.Workspace.Smoked.Earlier() ?? []);
        await context.Workspace.Smoked.WriteAsync(results);
        SmokeTest.Require(results);
    }

    private static async Task<PackedPackages?> BesideAsync(BuildContext context, string file, IReadOnlyList<PackedPackage> packages)
    {
        try
        {
            return await SamplePackages.MakeAsync(
                PackDefinition.Load(file), context.Root, packages.Select(package => package.Rid).OfType<string>().Where(SmokeTest.HasApp),
                context.Workspace.Beside, context.Toolbox, context.Messages);
        }
        catch (RuntimePacksException e)
        {
            context.Messages.Warn($"programs hold one pack and not two: {e.Message}");
            return null;
        }
    }
}
