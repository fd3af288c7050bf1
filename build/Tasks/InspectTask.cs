using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Inspection;

namespace Build.Tasks;

[TaskName("Inspect")]
[TaskDescription("Says what a file is and what is in it")]
[WritesNothing]
public sealed class InspectTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var file = context.File ?? throw new RuntimePacksException(
            "Inspect needs --file PATH: an archive, object, executable, shared library, zip or package");
        var inspection = await new Inspector(context.Definition, context.Package).InspectAsync(file);
        Console.Out.Write(context.Json ? JsonFile.Text(inspection) : InspectionPage.Text(inspection));
    }
}
