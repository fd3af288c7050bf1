namespace RuntimePacks.Releases;

/// <summary>One release of a Rust library: which it is, exactly, and the assets that hold its static libraries.</summary>
public sealed record Release
{
    /// <summary>The GitHub repository, <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    public required string Tag { get; init; }

    public required string Version { get; init; }

    /// <summary>The commit that the tag names, in 40 hexadecimal digits; null when nobody said.</summary>
    public string? Commit { get; init; }

    /// <summary>When it was published; null when the source does not say.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Whether this is the sample that the project builds itself, which must never be published.</summary>
    public bool Sample { get; init; }

    /// <summary>In ordinal order of their names.</summary>
    public required IReadOnlyList<Asset> Assets { get; init; }

    /// <summary>The names of assets that are left out, since the definition does not know their target.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What its libraries export; null until they were verified.</summary>
    public ReleaseAbi? Abi { get; init; }

    /// <summary>The releases that were fetched before it, the highest version first, each without its own.</summary>
    public IReadOnlyList<Release> Earlier { get; init; } = [];

    /// <summary>The release, with the assets for some RIDs alone.</summary>
    public Release Only(AssetSelection selection) => this with { Assets = [.. Assets.Where(asset => selection.Includes(asset.Target))] };

    /// <summary>Whether what a stage left was made from assets of this release, for the RIDs that it has here.</summary>
    /// <param name="assets">The assets that it was made from.</param>
    /// <param name="what">What the stage left, for the error.</param>
    /// <param name="stage">The pipeline target to run again.</param>
    /// <exception cref="RuntimePacksException">It was made from others.</exception>
    public void Require(IEnumerable<Asset> assets, string what, string stage)
    {
        var other = assets.FirstOrDefault(asset => !Assets.Any(own => own.Name == asset.Name && own.Sha256 == asset.Sha256));
        if (other is null) return;
        throw new RuntimePacksException(
            $"{what} is not of {Repository} {Tag}: it was made from {other.Name} (sha256:{other.Sha256}), "
            + "and the release that was verified has "
            + (Assets.FirstOrDefault(own => own.Name == other.Name) is { } own ? $"sha256:{own.Sha256} under that name" : "no such asset")
            + $"; run --target {stage} again");
    }
}
