using Cake.Frosting;

namespace Build.Tasks;

[TaskName("Default")]
[TaskDescription("The main job, on the embedded sample release")]
public sealed class DefaultTask : FrostingTask<BuildContext>;
