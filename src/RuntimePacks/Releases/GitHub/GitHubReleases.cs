using NuGet.Versioning;
using RuntimePacks.Definition;
using RuntimePacks.Network;

namespace RuntimePacks.Releases.GitHub;

/// <summary>Finds one release among those of a library's repositories.</summary>
/// <param name="repositories"><c>owner/name</c>, the preferred one first.</param>
/// <param name="log">Told, in a line, of a repository that cannot be seen, and of each pause.</param>
internal sealed class GitHubReleases(GitHubHttp http, PackDefinition definition, IReadOnlyList<string> repositories, ILogger log)
{
    public const string Latest = "latest";

    private const int Suggestions = 5;

    private readonly ReleaseTags _tags = new(definition.TagPatterns);

    /// <summary>Finds a release and lists its assets; nothing is downloaded.</summary>
    /// <param name="wanted">
    /// A version, a tag, or <see cref="Latest"/>: the highest version (Semantic Versioning 2.0.0) of all repositories.
    /// </param>
    /// <param name="prerelease">Whether the latest may be a prerelease.</param>
    /// <exception cref="OutOfReachException">GitHub cannot be asked.</exception>
    /// <exception cref="RuntimePacksException">There is no such release, or it has no assets for these RIDs.</exception>
    public async Task<ListedRelease> FindAsync(
        string wanted, bool prerelease, AssetSelection selection, CancellationToken cancellationToken = default)
    {
        var all = repositories.Select(name => new GitHubRepository(http, name, log, cancellationToken)).ToList();
        var found = wanted == Latest ? await LatestAsync(all, prerelease) : await ExactAsync(all, wanted);
        return await ListAsync(found, selection);
    }

    private async Task<Candidate> ExactAsync(List<GitHubRepository> all, string wanted)
    {
        string[] tags = _tags.VersionOf(wanted) is not null
            ? [wanted]
            : ReleaseTags.Parse(wanted) is not null
            ? [.. _tags.Of(wanted)]
            : [];
        foreach (var repository in all)
        {
            foreach (var tag in tags)
            {
                if (await repository.FindAsync(tag) is { Draft: false } release)
                {
                    return new Candidate(repository, release, _tags.VersionOf(tag)!);
                }
            }
        }

        var candidates = await ListAsync(all);
        if (ReleaseTags.Parse(wanted) is { } version)
        {
            var comparer = version.HasMetadata ? VersionComparer.VersionReleaseMetadata : VersionComparer.VersionRelease;
            var same = candidates.Where(candidate => comparer.Equals(candidate.Version, version)).ToList();
            if (same.Count > 0) return TheOne(same[0], candidates);
        }

        var nearest = Nearest(candidates, wanted);
        throw new RuntimePacksException(
            $"there is no release {wanted} in {string.Join(" or ", repositories)}: "
            + $"{(tags.Length > 0 ? "the nearest are" : "expected a version, a tag or 'latest', such as")} "
            + $"{string.Join(", ", nearest)}");
    }

    private async Task<Candidate> LatestAsync(List<GitHubRepository> all, bool prerelease)
    {
        var candidates = await ListAsync(all);

        // The first of equals is of the preferred repository.
        return candidates.Where(candidate => prerelease || !candidate.IsPrerelease).MaxBy(candidate => candidate.Version) is { } highest
            ? TheOne(highest, candidates)
            : throw new RuntimePacksException(candidates.Count == 0
                ? $"{string.Join(" and ", repositories)} have no release whose tag is like {string.Join(" or ", definition.TagPatterns)}"
                : $"{string.Join(" and ", repositories)} have prereleases alone, "
                    + $"such as {candidates.MaxBy(candidate => candidate.Version)!.Version}: --prerelease takes them");
    }

    /// <summary>A release that no other of its repository is one version with: NuGet does not see what stands behind <c>+</c>.</summary>
    private static Candidate TheOne(Candidate found, List<Candidate> candidates)
    {
        var same = candidates.Where(other => other.Repository == found.Repository && other.Version.Equals(found.Version)).ToList();
        if (same.DistinctBy(other => other.Version.Metadata).Count() == 1) return found;
        var tags = same.Select(other => $"--release {other.Release.TagName}").Order(StringComparer.Ordinal);
        throw new RuntimePacksException(
            $"{found.Repository.Name} has {same.Count} releases {found.Version.ToNormalizedString()}, which differ in what stands behind + "
            + $"alone: name one by its tag, {string.Join(" or ", tags)}");
    }

    /// <summary>Every published release of the library, in the repositories' order.</summary>
    private async Task<List<Candidate>> ListAsync(List<GitHubRepository> all)
    {
        var lists = await Task.WhenAll(all.Select(repository => repository.AllAsync()));
        if (lists.All(list => list is null))
        {
            throw http.Refused(System.Net.HttpStatusCode.NotFound, string.Join(" and ", repositories), null);
        }

        for (var i = 0; i < lists.Length; i++)
        {
            if (lists[i] is null) log.Warn($"{repositories[i]} is not there, or is private: its releases are left out");
        }

        return
        [
            .. all.Zip(lists, (repository, list) => (list ?? [])
                .Where(release => !release.Draft)
                .Select(release => (Release: release, Version: _tags.VersionOf(release.TagName)))
                .Where(release => release.Version is not null)
                .Select(release => new Candidate(repository, release.Release, release.Version!)))
                .SelectMany(candidates => candidates),
        ];
    }

    /// <summary>The neighbours of a version, below and above; of a word that is no version, the highest.</summary>
    private IEnumerable<SemanticVersion> Nearest(List<Candidate> candidates, string wanted)
    {
        var versions = candidates.Select(candidate => candidate.Version).Distinct().Order().ToList();
        var near = NuGetVersion.TryParse(wanted.TrimStart('v'), out var loose)
            ? loose
            : _tags.VersionOf(wanted) ?? versions.LastOrDefault();
        var below = versions.Where(version => version <= near).Reverse().Select((version, steps) => (version, steps));
        var above = versions.Where(version => version > near).Select((version, steps) => (version, steps));
        return below.Concat(above).OrderBy(neighbour => neighbour.steps).Take(Suggestions).Select(neighbour => neighbour.version).Order();
    }

    private async Task<ListedRelease> ListAsync(Candidate found, AssetSelection selection)
    {
        var (repository, tag) = (found.Repository, found.Release.TagName);
        var commit = await repository.CommitAsync(tag);
        var names = new AssetNames(definition, tag, found.Version.ToFullString());
        var (files, where) = (await repository.AssetsAsync(found.Release), $"the release {repository.Name} {tag}");
        var selected = selection.Choose(files, asset => asset.Name, names, where);
        var digests = new DigestFiles(definition, tag, found.Version.ToFullString()).Choose(
            selected.Taken.Select(taken => taken.File.Name), name => files.Any(file => file.Name == name), where);
        return new ListedRelease
        {
            Repository = repository.Name,
            Tag = tag,
            Version = found.Version.ToFullString(),
            Commit = commit,
            Published = found.Release.PublishedAt,
            Assets = [.. selected.Taken.Select(taken => Listed(taken.File, taken.Target, $"{repository.Name} {tag}"))],
            DigestFiles =
                [.. digests.Select(name => Listed(files.First(file => file.Name == name), target: "", $"{repository.Name} {tag}"))],
            Excluded = selected.Excluded,
            Skipped = selected.Skipped,
        };
    }

    /// <summary>An asset as GitHub lists it.</summary>
    /// <param name="target">The Rust target that its name says.</param>
    /// <param name="release">Whose it is, for messages.</param>
    /// <exception cref="RuntimePacksException">It is not all there yet, or is none that can be fetched.</exception>
    internal static ListedAsset Listed(AssetAnswer asset, string target, string release)
    {
        const string Algorithm = "sha256:";
        if (asset.State != "uploaded")
        {
            throw new RuntimePacksException(
                $"{release}: the asset {asset.Name} is still being uploaded ({asset.State}): run again when it is there");
        }

        if (asset.Name.AsSpan().ContainsAny('/', '\\') || asset.Name is "." or "..")
        {
            throw new RuntimePacksException($"{release}: '{asset.Name}' is no name of a file");
        }

        var digest = asset.Digest is not null && asset.Digest.StartsWith(Algorithm, StringComparison.Ordinal)
            ? asset.Digest[Algorithm.Length..].ToLowerInvariant()
            : null;
        if (digest is not null && (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower)))
        {
            throw new RuntimePacksException(
                $"{release}: the digest of {asset.Name} is '{asset.Digest}': expected sha256: and 64 hexadecimal digits");
        }

        return new ListedAsset(
            asset.Name, target, asset.Size, digest, asset.Id, digest is null ? DigestSource.FirstDownload : DigestSource.GitHub);
    }

    private sealed record Candidate(GitHubRepository Repository, ReleaseAnswer Release, NuGetVersion Version)
    {
        public bool IsPrerelease => Version.IsPrerelease || Release.Prerelease;
    }
}
