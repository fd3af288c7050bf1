using RuntimePacks.Files;

namespace RuntimePacks.Releases;

/// <summary>The <c>release.json</c> beside the assets of a release in a folder: what GitHub would say about it.</summary>
/// <param name="Sample">Whether this is the sample that the project builds itself.</param>
public sealed record ReleaseManifest(
    string Repository, string Tag, string Version, string? Commit, bool Sample, IReadOnlyList<ReleasedFile> Assets)
{
    public const string FileName = "release.json";

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

    public Task WriteAsync(string folder) => JsonFile.WriteAsync(Path.Combine(folder, FileName), this);
}

/// <summary>A file of such a release.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Size">In bytes; null where it is not said.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits, as GitHub's REST API has it; null where it is not said.</param>
/// <param name="BuiltWith">What built it: said of the sample alone.</param>
/// <param name="StandIn">The language that stands in for Rust in it, where this machine has no Rust for the target: of the sample alone.</param>
public sealed record ReleasedFile(
    string Name, long? Size = null, string? Digest = null, string? BuiltWith = null, string? StandIn = null);
