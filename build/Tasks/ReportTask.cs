using Cake.Frosting;
using RuntimePacks.Reports;
using RuntimePacks.Reports.Rendering;

namespace Build.Tasks;

[TaskName("Report")]
[TaskDescription("Says what was made of the release: a table here, a page, Markdown and JSON for later")]
[IsDependentOn(typeof(SignTask))]
public sealed class ReportTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var report = await context.Report.WriteAsync();
        Terminal.Show(report, context.Workspace.PackagesFolder, context.Workspace.ReportFolder);
    }
}
