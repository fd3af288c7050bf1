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
    /// <param name="output">The output folder, which the corpus comes into.</param>
    /// <param name="folder">The folder of the release; it appears whole or not at all.</param>
    /// <param name="sources">The sample.</param>
    /// <param name="say">Told a line for each library and each asset.</param>
    /// <param name="cancellationToken">Stops the compilers.</param>
    /// <exception cref="RuntimePacks.RuntimePacksException">Not one library can be built here.</exception>
    public static async Task<ReleaseDocument> BuildAsync(
        string root, string output, string folder, SampleSources sources, Action<string> say,
        CancellationToken cancellationToken = default)
    {
        var index = await new CorpusBuild(root, output, Libraries, say).BuildAsync(cancellationToken);
        var libraries = index.Built("small").Where(entry => entry.Variant == "release")
            .Select(entry => new BuiltLibrary(entry.Target, index.PathOf(entry), entry.BuiltWith));
        return await RealRelease.WriteAsync(sources, [.. libraries], folder, say, cancellationToken);
    }
}
