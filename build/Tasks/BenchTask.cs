using Cake.Core.Diagnostics;
using Cake.Frosting;
using RuntimePacks.Tools;

namespace Build.Tasks;

[TaskName("Bench")]
[TaskDescription("Measures the pipeline against other programs that do the same")]
public sealed class BenchTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        await context.Toolbox.RequireAllAsync(["curl", "clang", "llvm-nm", "llvm-objcopy", "llvm-ar", "ld"]);
        string[] run = ["run", "--project", Path.Combine(context.Root, "tests", "Bench"), "-c", "Release", "--"];
        string[] only = context.Only is null ? [] : ["--only", context.Only];
        await new Command("dotnet", [.. run, "--output", context.Workspace.Root, .. only])
        {
            WorkingDirectory = context.Root,
            OnLine = line => context.Log.Information("{0}", line),
        }.OutputAsync();
    }
}
