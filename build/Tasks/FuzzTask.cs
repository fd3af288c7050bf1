using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Build.Tasks;

[TaskName("Fuzz")]
[TaskDescription("Tries mutated libraries on the readers and the slimmer, for some minutes")]
public sealed class FuzzTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        await context.Toolbox.RequireAllAsync(
            [
                "afl-fuzz", "clang", "llvm-ar", "llvm-dlltool", "g++", "aarch64-linux-gnu-gcc", "x86_64-w64-mingw32-gcc",
                "x86_64-w64-mingw32-g++",
            ]);
        var folder = Path.Combine(context.Workspace.Root, "fuzzing");
        string[] run = ["run", "--project", Path.Combine(context.Root, "tests", "Fuzzing"), "-c", "Release", "--"];
        var result = await new Command("dotnet", [.. run, context.Root, folder, $"{context.Minutes}"])
        {
            WorkingDirectory = context.Root,
            OnLine = context.Say,
        }.RunAsync();
        if (result.ExitCode == 1)
            throw new RuntimePacksException($"fuzzing failed: what it found is named above, and kept in {Path.Combine(folder, "finds")}");
        if (result.ExitCode != 0) throw new RuntimePacksException("fuzzing did not come to its end: the reason is above");
    }
}
