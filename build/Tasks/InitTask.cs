using Build.CommandLine;
using Cake.Frosting;
using RuntimePacks.Authoring;

namespace Build.Tasks;

[TaskName("Init")]
[TaskDescription("Writes a first definition from what a release holds, and a program that uses its packages")]
[WritesNothing]
public sealed class InitTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var schema = Path.Combine(context.Root, "docs", "definition.schema.json");
        var first = new FirstDefinition(context.DefinitionFile, schema, context.Messages);
        first.RequireFree();
        var release = KnownRelease.In(context.Source.Folder!, context.Source.Wanted);
        using var work = context.Work("reading");
        Console.Out.Write(await first.WriteAsync(release));
    }
}
