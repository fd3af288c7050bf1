using Cake.Frosting;

namespace Build.Tasks;

[TaskName("Default")]
[TaskDescription("The main job, run without --target: from a release to packages and a program that runs")]
[IsDependentOn(typeof(ReportTask))]
public sealed class DefaultTask : FrostingTask<BuildContext>;
