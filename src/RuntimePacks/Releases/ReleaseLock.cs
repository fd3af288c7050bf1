using NuGet.Versioning;
using RuntimePacks.Files;

namespace RuntimePacks.Releases;

/// <summary>The treatment of a lock that is there already.</summary>
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
/// The lock: the release that was verified, to the byte, in a file beside the definition. A value that the source of a release
/// does not know (a folder knows no commit) is not compared, and is kept.
/// </summary>
public sealed class ReleaseLock
{
    /// <summary>How many releases before the current one a lock keeps.</summary>
    private const int MostEarlier = 12;

    private readonly LockMode _mode;

    /// <param name="path">The file.</param>
    /// <param name="content">What it says; null when there is none.</param>
    public ReleaseLock(string path, Release? content, LockMode mode) => (Path, Content, _mode) = (path, content, mode);

    public string Path { get; }

    /// <summary>What the file says; null when there is none.</summary>
    public Release? Content { get; }

    /// <summary>What the lock pins; null when there is nothing, or when it does not matter.</summary>
    public Release? Pinned => _mode == LockMode.Update ? null : Content;

    /// <summary>The releases that the file knows, the one that it pins first.</summary>
    public IReadOnlyList<Release> Known => Content is null ? [] : [Content, .. Content.Earlier];

    /// <summary>Where the lock of a definition is: beside it, <c>slim.lock.json</c> for <c>slim.json</c>.</summary>
    public static string Beside(string definition) => System.IO.Path.ChangeExtension(definition, ".lock.json");

    /// <exception cref="RuntimePacksException">The file is there, and is no lock.</exception>
    public static ReleaseLock Open(string path, LockMode mode) => new(path, JsonFile.TryRead<Release>(path), mode);

    /// <summary>
    /// Moves the lock of a release from where locks lay before to where they lie now, unless one is there; a sample's stays.
    /// </summary>
    /// <param name="log">Told that it was moved.</param>
    public static void TakeOver(string former, string path, ILogger log)
    {
        if (File.Exists(path) || JsonFile.TryRead<Release>(former) is not { Sample: false }) return;
        File.Move(former, path);
        log.Warn($"the lock {former} is now {path}: keep it under version control");
    }

    /// <summary>Writes the lock, unless it must not be: the release, and what another run may have added in the meantime.</summary>
    /// <param name="release">The release as it was merged and verified.</param>
    /// <exception cref="RuntimePacksException">The disk is full, or the file cannot be written.</exception>
    public async Task WriteAsync(Release release)
    {
        if (_mode == LockMode.Locked) return;
        var there = JsonFile.TryRead<Release>(Path);
        // What the lock had of this release when it was opened is merged already, or is not in the release any more.
        var others = IsOf(there) && _mode != LockMode.Update
            ? there!.Assets.Where(asset => !Has(release, asset) && !(IsOf(Content) && Has(Content, asset)))
            : [];
        try
        {
            await JsonFile.WriteAsync(Path, release with { Assets = InOrder(release.Assets.Concat(others)) });
        }
        catch (RuntimePacksException e)
        {
            throw new RuntimePacksException($"the lock was not written: {e.Message}; --lock FILE puts it elsewhere", e);
        }

        bool IsOf(Release? one) => one is not null && !Identity(one, release.Repository, release.Tag, release.Version).Any();
    }

    /// <summary>Compares a release with the lock; done before anything is downloaded, and again when every digest is known.</summary>
    /// <exception cref="RuntimePacksException">It differs in something that the lock pins: both values are in the message.</exception>
    public void Check(ListedRelease found)
    {
        if (Ignored(found)) return;
        if (Twin(found) is { } twin)
        {
            throw new RuntimePacksException(
                $"{found.Repository} {found.Tag} and {twin.Tag}, which {Path} knows, are one version to NuGet, which does not see what "
                + "stands behind +. If this one shall take the other's place, --update-lock takes it");
        }

        if (Pinned is null)
        {
            if (_mode == LockMode.Locked)
            {
                throw new RuntimePacksException(
                    $"there is no {Path} to hold the release against: run once without --locked to write it");
            }

            return;
        }

        var differences = _mode == LockMode.Locked ? [.. Identity(found), .. Contents(found), .. Presence(found)]
            : Identity(found).Any() ? []
            : Contents(found).Where(difference => difference.Binding).ToList();
        if (differences.Count == 0) return;
        throw new RuntimePacksException(
            $"{found.Repository} {found.Tag} is not what {Path} pins: "
            + $"{string.Join("; ", differences.Select(difference => difference.Text))}. "
            + (_mode == LockMode.Locked
                ? "Without --locked another release may take its place"
                : "If the change is known to be right, --update-lock takes it"));
    }

    /// <summary>
    /// The release that was fetched, with what the lock knows beyond it: assets
    /// for other RIDs, values that the source does not know, releases before it.
    /// </summary>
    public Release Merge(ListedRelease fetched)
    {
        var same = Pinned is not null && !Ignored(fetched) && !Identity(fetched).Any() ? Pinned : null;
        var assets = fetched.Assets.Select(asset => Merge(asset.Pin(), same))
            .Concat(same?.Assets.Where(asset => fetched.Excluded.Contains(asset.Name) && !IsFetched(asset)) ?? []);
        return new Release
        {
            Repository = fetched.Repository,
            Tag = fetched.Tag,
            Version = fetched.Version,
            Commit = fetched.Commit ?? same?.Commit,
            Published = fetched.Published ?? same?.Published,
            Sample = fetched.Sample,
            Assets = InOrder(assets),
            Skipped = fetched.Skipped,
            Abi = same?.Abi,
            Earlier = [.. Before(fetched.Version, Known)],
        };

        bool IsFetched(Asset pinned) => fetched.Assets.Any(asset => (asset.Name, asset.Target) == (pinned.Name, pinned.Target));
    }

    /// <summary>The releases before one, the highest version first, each without its own; a lock keeps a few.</summary>
    public static IEnumerable<Release> Before(string version, IEnumerable<Release> releases) => releases
        .Where(release => !release.Sample && release.Version != version)
        .Select(release => release with { Earlier = [] })
        .DistinctBy(release => release.Version)
        .OrderByDescending(release => NuGetVersion.Parse(release.Version))
        .Take(MostEarlier);

    /// <summary>Another release whose packages would have the same version.</summary>
    private Release? Twin(ListedRelease found)
    {
        var version = NuGetVersion.Parse(found.Version);
        return Known.FirstOrDefault(other =>
            !other.Sample && other.Version != found.Version && NuGetVersion.Parse(other.Version).Equals(version));
    }

    /// <summary>The sample is built again all the time: only who asks for it is held to its lock.</summary>
    private bool Ignored(ListedRelease found) => _mode == LockMode.Update || (_mode == LockMode.Keep && found.Sample);

    private static Asset Merge(Asset asset, Release? earlier) =>
        asset.DigestFrom == DigestSource.Folder && Find(earlier, asset.Name) is { } known
            ? asset with { Id = known.Id, DigestFrom = known.DigestFrom }
            : asset;

    private static Asset[] InOrder(IEnumerable<Asset> assets) =>
        [.. assets.OrderBy(asset => asset.Name, StringComparer.Ordinal).ThenBy(asset => asset.Target, StringComparer.Ordinal)];

    private static bool Has(Release? release, Asset asset) =>
        release?.Assets.Any(own => (own.Name, own.Target) == (asset.Name, asset.Target)) == true;

    private static Asset? Find(Release? release, string name) => release?.Assets.FirstOrDefault(asset => asset.Name == name);

    /// <summary>Is it another release altogether?</summary>
    private IEnumerable<Difference> Identity(ListedRelease found) => Identity(Pinned!, found.Repository, found.Tag, found.Version);

    private static IEnumerable<Difference> Identity(Release pinned, string repository, string tag, string version) => new[]
    {
        Difference.Of("the repository", pinned.Repository, repository),
        Difference.Of("the tag", pinned.Tag, tag),
        Difference.Of("the version", pinned.Version, version),
    }.OfType<Difference>();

    private IEnumerable<Difference> Contents(ListedRelease found) => found.Assets.DistinctBy(asset => asset.Name)
        .SelectMany(asset => Find(Pinned, asset.Name) is { } pin
            ? (Difference?[])
            [
                Difference.Of($"{asset.Name}, its digest", $"sha256:{pin.Sha256}", asset.Sha256 is null ? null : $"sha256:{asset.Sha256}"),
                Difference.Of($"{asset.Name}, its size in bytes", $"{pin.Size}", $"{asset.Size}"),
                Difference.Of($"{asset.Name}, its id", $"{pin.Id}", $"{asset.Id}", binding: false),
            ]
            : [])
        .Prepend(Difference.Of("the tag's commit", Pinned!.Commit, found.Commit))
        .OfType<Difference>();

    private IEnumerable<Difference> Presence(ListedRelease found)
    {
        foreach (var asset in found.Assets.Where(asset => Find(Pinned, asset.Name) is null))
        {
            yield return new Difference($"{asset.Name}: expected no such asset, found one", Binding: false);
        }

        var there = found.Assets.Select(asset => asset.Name).Concat(found.Excluded).ToHashSet();
        foreach (var asset in Pinned!.Assets.Where(pin => !there.Contains(pin.Name)))
        {
            yield return new Difference($"{asset.Name}: expected sha256:{asset.Sha256}, found no such asset", Binding: false);
        }
    }

    /// <param name="Binding">Whether it counts without <c>--locked</c> too.</param>
    private sealed record Difference(string Text, bool Binding)
    {
        public static Difference? Of(string what, string? expected, string? found, bool binding = true) =>
            string.IsNullOrEmpty(expected) || string.IsNullOrEmpty(found) || expected == found
                ? null
                : new($"{what}: expected {expected}, found {found}", binding);
    }
}
