using Cake.Frosting;
using RuntimePacks.Files;
using RuntimePacks.Reports;

namespace Build.Tasks;

[TaskName("Report")]
[TaskDescription("Says what was made of the release: a table here, report.json and report.md for later")]
[IsDependentOn(typeof(SignTask))]
public sealed class ReportTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var report = ReleaseReport.Of(context.Definition, context.Release, context.Slimmed.Read(), context.Shipped.Read(), context.Smoked.Read());
        await JsonFile.WriteAsync(Path.Combine(context.ReportFolder, "report.json"), report);
        await AtomicFile.WriteTextAsync(Path.Combine(context.ReportFolder, "report.md"), MarkdownReport.Text(report));
        Terminal.Show(report, context.PackagesFolder);
    }
}
