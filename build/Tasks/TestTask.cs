using Cake.Core.Diagnostics;
using Cake.Frosting;
using RuntimePacks.Tools;

namespace Build.Tasks;

[TaskName("Test")]
[TaskDescription("Passes the tests")]
public sealed class TestTask : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) =>
        new Command("dotnet", "test", "--solution", Path.Combine(context.Root, "Slim.Native.slnx"))
        {
            WorkingDirectory = context.Root,
            OnLine = line => context.Log.Information("{0}", line),
        }.OutputAsync();
}
