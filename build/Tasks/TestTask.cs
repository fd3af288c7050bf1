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
    /// <summary>The trait of tests whose libraries take longer to build than all other tests take together.</summary>
    private const string SlowTests = "corpus=slow";

    public override async Task RunAsync(BuildContext context)
    {
        await context.Toolbox.RequireAllAsync(context.Toolbox.Tools.Select(tool => tool.Name));
        string[] without = context.All ? [] : ["--filter-not-trait", SlowTests];
        string[] solution = ["--solution", Path.Combine(context.Root, "Slim.Native.slnx"), "--configuration", "Release"];
        var tests = new Command("dotnet", ["test", .. solution, .. without])
        {
            WorkingDirectory = context.Root,
            OnLine = context.Say,
        };
        var result = await tests.RunAsync();
        context.Say(TestSummary.Of(result.Output).ToString());
        if (!context.All) context.Say("without the tests of large libraries, which take long to build: --all passes them too");
        if (result.ExitCode != 0) throw new RuntimePacksException("some tests failed: each is named above, with what it expected");
    }
}
