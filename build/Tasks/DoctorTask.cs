using Build.CommandLine;
using Cake.Frosting;

namespace Build.Tasks;

[TaskName("Doctor")]
[TaskDescription("Lists every tool that the build can use, what it is for, and how to get it")]
[WritesNothing]
public sealed class DoctorTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context) => Terminal.Show(await context.Toolbox.ExamineAsync());
}
