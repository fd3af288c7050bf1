using Cake.Frosting;
using Corpus;

namespace Build.Tasks;

[TaskName("Corpus")]
[TaskDescription("Builds real static libraries of all kinds, once, for tests and benchmarks; --only PART or NAME builds some of them")]
public sealed class CorpusTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var work = context.Work("building the corpus");
        await new CorpusBuild(context.Root, context.Workspace, context.Only, context.Messages).BuildAsync();
    }
}
