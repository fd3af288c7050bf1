using NuGet.Versioning;
using RuntimePacks.Releases;
using RuntimePacks.Verification;

namespace RuntimePacks.Abi;

/// <summary>Holds what a release exports against the release before it.</summary>
/// <param name="release">The release as the lock pins it.</param>
/// <param name="allowBreak">Whether the user allows a break that the versions do not.</param>
internal sealed class AbiGate(Release release, bool allowBreak, ILogger log)
{
    /// <summary>
    /// What the libraries of one release export: the same on every target but for what is a platform's own;
    /// a value is taken from those that show it.
    /// </summary>
    public static ReleaseAbi Of(IReadOnlyList<VerifiedLibrary> libraries) => new(
        [.. AbiCheck.Common(libraries[0])],
        Union(libraries.Select(library => library.ContractVersions)),
        Union(libraries.Select(library => library.Checksums)))
    {
        Own = Own(libraries),
    };

    /// <summary>Compares with the release before it in the lock, and where the lock has none, with the one on the feed.</summary>
    /// <param name="libraries">The libraries of the release.</param>
    /// <param name="abi">What they export.</param>
    /// <param name="published">The feed; null when none was named.</param>
    /// <exception cref="RuntimePacksException">The feed cannot be asked, or what it has cannot be read.</exception>
    public async Task<AbiComparison> CompareAsync(
        IReadOnlyList<VerifiedLibrary> libraries, ReleaseAbi abi, PublishedAbi? published, CancellationToken cancellationToken = default)
    {
        foreach (var library in libraries.Where(library => library.OwnExports.Count > 0))
        {
            log.Say($"{library.Asset.Target} exports, and others need not: {string.Join(", ", library.OwnExports)}");
        }

        if (await BeforeAsync(published, cancellationToken) is not var (before, old, from))
        {
            log.Say($"no release before {release.Version} is known: there is nothing to compare its exports with");
            return new AbiComparison();
        }

        var targets = libraries.Select(library => library.Asset.Target).ToHashSet();
        var comparison = AbiComparison.Between(before, old.Of(targets), from, release.Version, abi, allowBreak);
        log.Say(
            $"compared with {before} ({from}): {comparison.Added.Count} exports added, {comparison.Removed.Count} gone, "
            + $"{comparison.Changed.Count} changed{(comparison.AllowedBecause is { } because ? $", allowed: {because}" : "")}");
        foreach (var name in comparison.Added) log.Say($"added: {name}");
        return comparison;
    }

    private async Task<(string Version, ReleaseAbi Abi, string From)?> BeforeAsync(
        PublishedAbi? published, CancellationToken cancellationToken)
    {
        if (AbiBase.InLock(release) is { Abi: { } pinned } earlier) return (earlier.Version, pinned, "the lock");
        if (published is null || release.Sample) return null;
        return await published.BeforeAsync(NuGetVersion.Parse(release.Version), cancellationToken) is var (version, abi)
            ? (version, abi, published.Feed)
            : null;
    }

    private static SortedDictionary<string, IReadOnlyList<string>>? Own(IReadOnlyList<VerifiedLibrary> libraries)
    {
        var own = libraries.ToDictionary(library => library.Asset.Target, library => library.OwnExports);
        return own.Values.All(names => names.Count == 0) ? null : new(own, StringComparer.Ordinal);
    }

    private static SortedDictionary<string, int> Union(IEnumerable<IReadOnlyDictionary<string, int>> values)
    {
        var union = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in values.SelectMany(pair => pair)) union[name] = value;
        return union;
    }
}
