using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks.Distribution;
using RuntimePacks.Files;
using RuntimePacks.Releases;

namespace Build.Tasks;

[TaskName("Matrix")]
[TaskDescription("Prints the jobs that a release is distributed over as JSON, for GitHub Actions' strategy.matrix")]
[WritesNothing]
public sealed class MatrixTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = context.Source.IsSample ? null : await context.ListAsync();
        var missing = release is null
            ? []
            : ReleaseCompleteness.Missing(release, context.LockOf(release).Known, context.Definition, context.Selection);
        Console.Out.Write(JsonFile.Line(JobMatrix.Of(context.Definition, context.Rids, release, missing)));
    }
}
