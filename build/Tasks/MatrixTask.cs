using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks.Distribution;
using RuntimePacks.Files;

namespace Build.Tasks;

[TaskName("Matrix")]
[TaskDescription("Prints the jobs that a release is distributed over as JSON, for GitHub Actions' strategy.matrix")]
[WritesNothing]
public sealed class MatrixTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = context.Source.IsSample ? null : await context.ListAsync();
        Console.Out.Write(JsonFile.Line(JobMatrix.Of(context.Definition, context.Rids, release)));
    }
}
