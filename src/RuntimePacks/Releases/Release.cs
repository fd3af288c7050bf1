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
}
