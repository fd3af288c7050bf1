using NuGet.Versioning;
using RuntimePacks.Releases;

namespace RuntimePacks.Abi;

/// <summary>Chooses the release that another is compared with.</summary>
internal static class AbiBase
{
    /// <summary>
    /// The highest version below; for a version that is no prerelease, the highest that is none either, where there is one: what
    /// most programs were compiled against.
    /// </summary>
    public static T? Choose<T>(IEnumerable<T> releases, Func<T, SemanticVersion> versionOf, SemanticVersion version)
        where T : class
    {
        var below = releases.Where(release => versionOf(release) < version).OrderByDescending(versionOf).ToList();
        return (version.IsPrerelease ? null : below.Find(release => !versionOf(release).IsPrerelease)) ?? below.FirstOrDefault();
    }

    /// <summary>The release before this one that the lock knows the exports of; null when it knows none.</summary>
    public static Release? InLock(Release release) =>
        Choose(
            release.Earlier.Where(earlier => earlier.Abi is not null),
            earlier => NuGetVersion.Parse(earlier.Version),
            NuGetVersion.Parse(release.Version));
}
