using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Build.Tasks;

[TaskName("Test")]
[TaskDescription("Passes the tests")]
[WritesNothing]
public sealed class TestTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        await context.Toolbox.RequireAllAsync(context.Toolbox.Tools.Select(tool => tool.Name));
        var tests = new Command(
            "dotnet", "test", "--solution", Path.Combine(context.Root, "Slim.Native.slnx"), "--configuration", "Release")
        {
            WorkingDirectory = context.Root,
            OnLine = context.Say,
        };
        var result = await tests.RunAsync();
        context.Say(TestSummary.Of(result.Output).ToString());
        if (result.ExitCode != 0) throw new RuntimePacksException("some tests failed: each is named above, with what it expected");
    }
}
