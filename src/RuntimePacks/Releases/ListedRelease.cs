using System.Text.Json.Serialization;

namespace RuntimePacks.Releases;

/// <summary>A release as its source lists it: which it is, and what is known of its assets before they are fetched.</summary>
public sealed record ListedRelease
{
    /// <summary>The GitHub repository, <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    public required string Tag { get; init; }

    public required string Version { get; init; }

    /// <summary>The commit that the tag names; null when the source does not say.</summary>
    public string? Commit { get; init; }

    /// <summary>When it was published; null when the source does not say.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Whether this is the sample that the project builds itself.</summary>
    public bool Sample { get; init; }

    /// <summary>Those that were asked for, in ordinal order of their names.</summary>
    public required IReadOnlyList<ListedAsset> Assets { get; init; }

    /// <summary>The files that have digests of these assets, where the definition names some.</summary>
    public IReadOnlyList<ListedAsset> DigestFiles { get; init; } = [];

    /// <summary>Names of assets for RIDs that were not asked for.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Names of assets whose target the definition does not know.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Its assets, and then its files of digests.</summary>
    [JsonIgnore]
    public IEnumerable<ListedAsset> Files => Assets.Concat(DigestFiles);

    /// <summary>The release, with more known of its files.</summary>
    /// <param name="files">What <see cref="Files"/> has, in its order.</param>
    public ListedRelease With(IReadOnlyList<ListedAsset> files) =>
        this with { Assets = [.. files.Take(Assets.Count)], DigestFiles = [.. files.Skip(Assets.Count)] };

    /// <summary>The release that a lock pins, as far as these RIDs go.</summary>
    public static ListedRelease Of(Release pinned, AssetSelection selection) => new()
    {
        Repository = pinned.Repository,
        Tag = pinned.Tag,
        Version = pinned.Version,
        Commit = pinned.Commit,
        Published = pinned.Published,
        Sample = pinned.Sample,
        Assets = [.. pinned.Assets.Where(asset => selection.Includes(asset.Target)).Select(ListedAsset.Of)],
        Excluded = [.. pinned.Assets.Where(asset => !selection.Includes(asset.Target)).Select(asset => asset.Name)],
        Skipped = pinned.Skipped,
    };
}

/// <summary>An asset as its source lists it.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Null where the source gives no digest.</param>
/// <param name="Id">GitHub's number for the upload; null when the source is not GitHub.</param>
public sealed record ListedAsset(string Name, string Target, long Size, string? Sha256, long? Id, DigestSource DigestFrom)
{
    /// <inheritdoc cref="Asset.StandIn" />
    public string? StandIn { get; init; }

    /// <inheritdoc cref="Asset.ConfirmedBy" />
    public string? ConfirmedBy { get; init; }

    public static ListedAsset Of(Asset asset) => new(asset.Name, asset.Target, asset.Size, asset.Sha256, asset.Id, asset.DigestFrom)
    {
        StandIn = asset.StandIn,
        ConfirmedBy = asset.ConfirmedBy,
    };

    /// <exception cref="InvalidOperationException">Its digest is not known yet: it has to be fetched first.</exception>
    public Asset Pin() =>
        new(Name, Target, Size, Sha256 ?? throw new InvalidOperationException($"{Name} was not fetched"))
        {
            Id = Id,
            DigestFrom = DigestFrom,
            StandIn = StandIn,
            ConfirmedBy = ConfirmedBy,
        };
}
