using RuntimePacks.Files;

namespace RuntimePacks.Releases;

/// <summary>The <c>release.json</c> beside the assets of a release in a folder: what GitHub would say about it.</summary>
/// <param name="Sample">Whether this is the sample that the project builds itself.</param>
/// <param name="Assets">Names, and digests (<c>sha256:…</c>) where they are known.</param>
internal sealed record ReleaseManifest(
    string Repository,
    string Tag,
    string Version,
    string? Commit,
    bool Sample,
    IReadOnlyList<ReleaseManifest.ListedAsset> Assets)
{
    public const string FileName = "release.json";

    public sealed record ListedAsset(string Name, string? Digest);

    /// <returns>Null when the folder has none.</returns>
    /// <exception cref="RuntimePacksException">It is not JSON of this shape.</exception>
    public static ReleaseManifest? TryRead(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var manifest = JsonFile.TryRead<ReleaseManifest>(path);
        if (manifest is { Repository: null } or { Tag: null } or { Version: null } or { Assets: null })
        {
            throw new RuntimePacksException($"{path}: expected repository, tag, version and assets");
        }

        return manifest;
    }
}
