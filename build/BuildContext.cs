using Cake.Core;
using Cake.Frosting;

namespace Build;

/// <summary>What the tasks share: where things are, and what the command line asked for.</summary>
public sealed class BuildContext(ICakeContext context, CallerDirectory caller) : FrostingContext(context)
{
    /// <summary>The repository's root, full.</summary>
    public string Root { get; } = context.Environment.WorkingDirectory.FullPath;

    /// <summary>The root of everything that the build writes, full.</summary>
    public string Output { get; } = context.Arguments.GetArguments("output").LastOrDefault() is { } output
        ? caller.Resolve(output)
        : Path.Combine(context.Environment.WorkingDirectory.FullPath, "artifacts");
}
