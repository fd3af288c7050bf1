namespace Corpus.Tests;

/// <summary>An output folder for the build program, with the corpus that is there already; what a run wrote stays to be looked at.</summary>
internal sealed class BorrowedCorpus : IDisposable
{
    private static readonly string[] s_borrowed = ["corpus", "cache"];

    public BorrowedCorpus(string name)
    {
        Path = Repository.PathOf("artifacts", "tests", name);
        if (Directory.Exists(Path)) Return();
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(Path);
        foreach (var folder in s_borrowed)
        {
            var there = Directory.CreateDirectory(Repository.PathOf("artifacts", folder)).FullName;
            Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, folder), there);
        }
    }

    /// <summary>Full.</summary>
    public string Path { get; }

    public void Dispose() => Return();

    private void Return()
    {
        foreach (var folder in s_borrowed)
        {
            var link = new DirectoryInfo(System.IO.Path.Combine(Path, folder));
            if (link.LinkTarget is not null) link.Delete();
        }
    }
}
