using Cake.Frosting;

namespace Build.Tasks;

[TaskName("Release")]
[TaskDescription("From a release to its packages on a feed: everything through Push, and the report")]
[IsDependentOn(typeof(PushTask))]
[IsDependentOn(typeof(ReportTask))]
public sealed class ReleaseTask : FrostingTask<BuildContext>;
