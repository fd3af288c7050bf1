namespace RuntimePacks.Releases.GitHub;

// The parts of GitHub's answers that are read (REST API description, schemas "release" and "release-asset"). Octokit has
// models of its own, but that of an asset lacks the digest; these are filled by Octokit's serializer, which needs setters.

internal sealed class ReleaseAnswer
{
    public long Id { get; set; }

    public string TagName { get; set; } = "";

    public bool Draft { get; set; }

    public bool Prerelease { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }
}

internal sealed class AssetAnswer
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary><c>uploaded</c>, or <c>open</c> while it is being uploaded.</summary>
    public string State { get; set; } = "";

    public long Size { get; set; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits; null for what was uploaded before GitHub computed digests.</summary>
    public string? Digest { get; set; }
}
