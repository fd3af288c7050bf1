using Cake.Core;
using Cake.Frosting;

namespace Build;

/// <summary>What the tasks share: where things are, and what the command line asked for.</summary>
public sealed class BuildContext : FrostingContext
{
    public BuildContext(ICakeContext context, ICakeEngine engine, CallerDirectory caller, Outcome outcome) : base(context)
    {
        outcome.Watch(engine);
        Root = context.Environment.WorkingDirectory.FullPath;
        Output = context.Arguments.GetArguments("output").LastOrDefault() is { } output
            ? caller.Resolve(output)
            : Path.Combine(Root, "artifacts");
    }

    /// <summary>The repository's root, full.</summary>
    public string Root { get; }

    /// <summary>The root of everything that the build writes, full.</summary>
    public string Output { get; }
}
