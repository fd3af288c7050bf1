namespace RuntimePacks.Mirroring;

/// <summary>The content of a mirror, for people and machines: <c>mirror.json</c>.</summary>
public sealed record MirrorRecord
{
    public const string FileName = "mirror.json";

    /// <summary>Where the folder is served, with no slash at its end; null when it is no feed for web servers.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<MirroredRelease> Releases { get; init; } = [];

    /// <summary>By SDK, the RIDs that programs can be published for.</summary>
    public IReadOnlyList<MirroredToolchain> Toolchains { get; init; } = [];

    /// <param name="PackageId">What consumers reference.</param>
    /// <param name="Version">The packages' version.</param>
    /// <param name="Tag">The release that they were made from.</param>
    /// <param name="Sample">Whether that is the sample that the project builds itself.</param>
    /// <param name="Lock">Where its lock is in the mirror.</param>
    public sealed record MirroredRelease(
        string PackageId,
        string Version,
        string Repository,
        string Tag,
        string? Commit,
        bool Sample,
        IReadOnlyList<string> Rids,
        string Lock);

    /// <param name="Sdk">The version of the SDK.</param>
    public sealed record MirroredToolchain(string Sdk, string TargetFramework, IReadOnlyList<MirroredRid> Rids);

    /// <param name="NoNativeAotBecause">What no feed had, or what the SDK says; null when NativeAOT is there.</param>
    public sealed record MirroredRid(string Rid, PublishKind Publishes, string? NoNativeAotBecause);

    /// <summary>This mirror, and a release and a toolchain more; what they replace keeps its place.</summary>
    public MirrorRecord With(MirroredRelease release, Toolchain toolchain, string? baseUrl)
    {
        var rids = toolchain.Rids.Select(rid => new MirroredRid(rid.Rid, rid.Publishes, rid.NoNativeAotBecause)).ToList();
        var earlier = Toolchains.FirstOrDefault(known => known.Sdk == toolchain.Sdk)?.Rids ?? [];
        return new MirrorRecord
        {
            BaseUrl = baseUrl,
            Releases = Put(Releases, release, known => (known.PackageId, known.Version)),
            Toolchains = Put(
                Toolchains,
                new MirroredToolchain(
                    toolchain.Sdk,
                    toolchain.TargetFramework,
                    rids.Aggregate(earlier, (all, rid) => Put(all, rid, known => known.Rid))),
                known => known.Sdk),
        };
    }

    private static IReadOnlyList<T> Put<T, TKey>(IReadOnlyList<T> all, T item, Func<T, TKey> key)
        where TKey : notnull
    {
        var there = all.Any(known => key(known).Equals(key(item)));
        return there ? [.. all.Select(known => key(known).Equals(key(item)) ? item : known)] : [.. all, item];
    }
}
