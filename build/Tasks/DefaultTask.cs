using Cake.Frosting;

namespace Build.Tasks;

[TaskName("Default")]
[TaskDescription("The main job: from a release to packages and to a program that runs")]
[IsDependentOn(typeof(ReportTask))]
public sealed class DefaultTask : FrostingTask<BuildContext>;
