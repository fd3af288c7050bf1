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
        var (source, wanted) = (context.Source, context.Source.Wanted);
        var release = source.Undefined(context.Messages) is { } onGitHub
            ? await onGitHub.FetchAsync(wanted, source.Prerelease)
            : KnownRelease.In(source.Folder ?? "github", wanted);
        Console.Out.Write(await first.WriteAsync(release));
    }
}
