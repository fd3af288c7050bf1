using Cake.Core.Diagnostics;
using Cake.Frosting;
using RuntimePacks.Tools;

namespace Build.Tasks;

[TaskName("Bench")]
[TaskDescription("Measures the pipeline against other programs that do the same")]
[IsDependentOn(typeof(SampleTask))]
public sealed class BenchTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        await context.Toolbox.RequireAllAsync(["curl", "unzip", "clang", "llvm-ar", "llvm-nm"]);
        string[] only = context.Only is null ? [] : ["--only", context.Only];
        string[] size = context.Size is null ? [] : ["--size", context.Size];
        await new Command(
            "dotnet",
            [
                "run", "--project", Path.Combine(context.Root, "tests", "Bench"), "-c", "Release", "--", "--output", context.Workspace.Root,
                .. only, .. size])
        {
            WorkingDirectory = context.Root,
            OnLine = line => context.Log.Information("{0}", line),
        }.OutputAsync();
    }
}
