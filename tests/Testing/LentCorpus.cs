using RuntimePacks.Pipeline;

namespace Testing;

/// <summary>The corpus that the tests keep, lent to an output folder of another run: what is built is not built again.</summary>
public static class LentCorpus
{
    /// <param name="output">An output folder without a corpus; who deletes it deletes links.</param>
    public static void To(string output)
    {
        var (kept, other) = (new Workspace(Repository.PathOf("artifacts")), new Workspace(output));
        Directory.CreateSymbolicLink(other.CorpusFolder, Directory.CreateDirectory(kept.CorpusFolder).FullName);
        Directory.CreateSymbolicLink(other.CacheFolder, Directory.CreateDirectory(kept.CacheFolder).FullName);
    }
}
