using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks.Mirroring;

namespace Build.Tasks;

[TaskName("CheckMirror")]
[TaskDescription("Holds a mirror, after its journey, against its checksums, and says who signed them")]
[WritesNothing]
public sealed class CheckMirrorTask : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => new MirrorCheck(context.Mirror.Bundle, context.Messages).RunAsync();
}
