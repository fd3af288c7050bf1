using NuGet.Versioning;

namespace RuntimePacks.Releases;

/// <summary>How a lock that is there already is treated.</summary>
public enum LockMode
{
    /// <summary>Another release replaces it; for the same release, nothing that it pins may have changed.</summary>
    Keep,

    /// <summary>Everything must be as it says, and it is not written.</summary>
    Locked,

    /// <summary>What it says does not matter.</summary>
    Update,
}

/// <summary>
/// <c>release.lock.json</c>: the release that was fetched, to the byte. A value that the source of a release does not know
/// (a folder knows no commit) is not compared, and is kept.
/// </summary>
/// <param name="path">The file, for the errors.</param>
/// <param name="pinned">What it says; null when there is none.</param>
public sealed class ReleaseLock(string path, Release? pinned, LockMode mode)
{
    /// <summary>How many releases before the current one a lock keeps.</summary>
    private const int MostEarlier = 12;

    /// <summary>Compares a release with the lock; done before anything is downloaded, and again when every digest is known.</summary>
    /// <exception cref="RuntimePacksException">It differs in something that the lock pins: both values are in the message.</exception>
    public void Check(ListedRelease found)
    {
        if (Ignored(found)) return;
        if (pinned is null)
        {
            if (mode == LockMode.Locked) throw new RuntimePacksException($"there is no {path} to hold the release against: run once without --locked to write it");
            return;
        }

        var differences = mode == LockMode.Locked ? [.. Identity(found), .. Contents(found), .. Presence(found)]
            : Identity(found).Any() ? []
            : Contents(found).Where(difference => difference.Binding).ToList();
        if (differences.Count == 0) return;
        throw new RuntimePacksException(
            $"{found.Repository} {found.Tag} is not what {path} pins: {string.Join("; ", differences.Select(difference => difference.Text))}. "
            + (mode == LockMode.Locked ? "Without --locked another release may take its place" : "If the change is known to be right, --update-lock takes it"));
    }

    /// <summary>What to write: the release that was fetched, and what the lock knows beyond it (assets for other RIDs, values that the source does not know).</summary>
    /// <param name="before">The lock as it was, whatever the mode: releases that were fetched before are kept in it.</param>
    public Release Merge(ListedRelease fetched, Release? before)
    {
        var earlier = pinned is not null && !Ignored(fetched) && !Identity(fetched).Any() ? pinned : null;
        var assets = fetched.Assets.Select(asset => Merge(asset.Pin(), earlier))
            .Concat(earlier?.Assets.Where(asset => fetched.Excluded.Contains(asset.Name)) ?? []);
        return new Release
        {
            Repository = fetched.Repository,
            Tag = fetched.Tag,
            Version = fetched.Version,
            Commit = fetched.Commit ?? earlier?.Commit,
            Sample = fetched.Sample,
            Assets = [.. assets.OrderBy(asset => asset.Name, StringComparer.Ordinal)],
            Skipped = fetched.Skipped,
            Abi = earlier?.Abi,
            Earlier = [.. Before(fetched, before)],
        };
    }

    private static IEnumerable<Release> Before(ListedRelease fetched, Release? before) => new[] { before }.OfType<Release>().Concat(before?.Earlier ?? [])
        .Where(release => !release.Sample && release.Version != fetched.Version)
        .Select(release => release with { Earlier = [] })
        .DistinctBy(release => release.Version)
        .OrderByDescending(release => SemanticVersion.Parse(release.Version))
        .Take(MostEarlier);

    /// <summary>The sample is built again all the time: only who asks for it is held to its lock.</summary>
    private bool Ignored(ListedRelease found) => mode == LockMode.Update || (mode == LockMode.Keep && found.Sample);

    private static Asset Merge(Asset asset, Release? earlier) =>
        asset.DigestFrom == DigestSource.Folder && Find(earlier, asset.Name) is { } known ? asset with { Id = known.Id, DigestFrom = known.DigestFrom } : asset;

    private static Asset? Find(Release? release, string name) => release?.Assets.FirstOrDefault(asset => asset.Name == name);

    /// <summary>Is it another release altogether?</summary>
    private IEnumerable<Difference> Identity(ListedRelease found) => new[]
    {
        Difference.Of("the repository", pinned!.Repository, found.Repository),
        Difference.Of("the tag", pinned.Tag, found.Tag),
        Difference.Of("the version", pinned.Version, found.Version),
    }.OfType<Difference>();

    private IEnumerable<Difference> Contents(ListedRelease found) => found.Assets
        .SelectMany(asset => Find(pinned, asset.Name) is { } pin
            ? (Difference?[])
            [
                Difference.Of($"{asset.Name}, its digest", $"sha256:{pin.Sha256}", asset.Sha256 is null ? null : $"sha256:{asset.Sha256}"),
                Difference.Of($"{asset.Name}, its size in bytes", $"{pin.Size}", $"{asset.Size}"),
                Difference.Of($"{asset.Name}, its id", $"{pin.Id}", $"{asset.Id}", binding: false),
            ]
            : [])
        .Prepend(Difference.Of("the tag's commit", pinned!.Commit, found.Commit))
        .OfType<Difference>();

    private IEnumerable<Difference> Presence(ListedRelease found)
    {
        foreach (var asset in found.Assets.Where(asset => Find(pinned, asset.Name) is null)) yield return new Difference($"{asset.Name}: expected no such asset, found one", Binding: false);
        foreach (var asset in pinned!.Assets.Where(pin => found.Assets.All(asset => asset.Name != pin.Name) && !found.Excluded.Contains(pin.Name)))
        {
            yield return new Difference($"{asset.Name}: expected sha256:{asset.Sha256}, found no such asset", Binding: false);
        }
    }

    /// <param name="Binding">Whether it counts without <c>--locked</c> too.</param>
    private sealed record Difference(string Text, bool Binding)
    {
        public static Difference? Of(string what, string? expected, string? found, bool binding = true) =>
            string.IsNullOrEmpty(expected) || string.IsNullOrEmpty(found) || expected == found ? null : new($"{what}: expected {expected}, found {found}", binding);
    }
}
