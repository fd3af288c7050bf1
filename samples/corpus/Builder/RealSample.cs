using Microsoft.Extensions.Logging;
using RuntimePacks.Pipeline;
using Samples;

namespace Corpus;

/// <summary>The sample release of real libraries: the corpus' small ones, in the sample's shape.</summary>
public static class RealSample
{
    /// <summary>
    /// Those without debugging data: that is what upstream attaches, nine of them are built in a few minutes, and what is
    /// left to take away from them is dead code alone.
    /// </summary>
    public const string Libraries = "small/*-release";

    /// <summary>Builds the libraries that are not there, and writes the release.</summary>
    /// <param name="root">The repository's root, full.</param>
    /// <param name="workspace">The output folder, which the corpus and the release come into.</param>
    /// <param name="sources">The sample.</param>
    /// <param name="log">Told a line for each library and each asset.</param>
    /// <param name="cancellationToken">Stops the compilers.</param>
    /// <exception cref="RuntimePacks.RuntimePacksException">Not one library can be built here.</exception>
    public static async Task BuildAsync(
        string root, Workspace workspace, SampleSources sources, ILogger log, CancellationToken cancellationToken = default)
    {
        var index = await new CorpusBuild(root, workspace, Libraries, log).BuildAsync(cancellationToken);
        var libraries = index.Built("small").Where(entry => entry.Variant == "release")
            .Select(entry => new BuiltLibrary(entry.Target, index.PathOf(entry), entry.BuiltWith));
        await RealRelease.WriteAsync(sources, [.. libraries], workspace.RealSampleFolder, log, cancellationToken);
    }
}
