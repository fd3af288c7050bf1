using StaticLibraries.Libraries;

namespace RuntimePacks.Authoring;

/// <summary>A static library in an asset of a release.</summary>
/// <param name="Asset">The asset's name.</param>
/// <param name="Entry">The library's path in it.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Summary">What is in it.</param>
/// <param name="Api">What it is there for.</param>
internal sealed record FoundLibrary(string Asset, string Entry, long Size, string Sha256, LibrarySummary Summary, CApi Api)
{
    public string FileName => Entry.Split('/')[^1];

    /// <summary>The library's name, without what its file's name says of the target: <c>libdemo-linux-x64.a</c> is <c>demo</c>.</summary>
    public string Name
    {
        get
        {
            var stem = Path.GetFileNameWithoutExtension(FileName);
            if (stem.StartsWith("lib", StringComparison.Ordinal) && FileName.EndsWith(".a", StringComparison.Ordinal)) stem = stem[3..];
            var name = AssetWords.Of(stem).Before.TrimEnd('-', '_', '.');
            return name.Length > 0 ? name : stem;
        }
    }
}
