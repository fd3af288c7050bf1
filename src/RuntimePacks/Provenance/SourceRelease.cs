using RuntimePacks.Releases;

namespace RuntimePacks.Provenance;

/// <summary>The release that a package was made from.</summary>
public sealed record SourceRelease(string Repository, string Tag, string Version, bool Sample)
{
    /// <summary>The commit that the tag names; null when nobody said.</summary>
    public string? Commit { get; init; }

    public static SourceRelease Of(Release release) =>
        new(release.Repository, release.Tag, release.Version, release.Sample) { Commit = release.Commit };
}

/// <summary>A file of that release.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record SourceAsset(string Name, long Size, string Sha256)
{
    public static SourceAsset Of(Asset asset) => new(asset.Name, asset.Size, asset.Sha256);
}
