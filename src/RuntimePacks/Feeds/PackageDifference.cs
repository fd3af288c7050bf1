using RuntimePacks.Containers;

namespace RuntimePacks.Feeds;

/// <summary>
/// Compares two nupkgs as packages. Feeds may add their own
/// signature to what they are given, so signatures do not count.
/// </summary>
internal static class PackageDifference
{
    /// <summary>What is different in a package that a feed has, in a few words; null when nothing is.</summary>
    /// <param name="package">The package as it was pushed.</param>
    /// <param name="other">The one of the feed; an entry of it is not inflated to more than the largest of the other.</param>
    public static async Task<string?> OfAsync(Stream package, Stream other, CancellationToken cancellationToken)
    {
        using var mine = UntrustedPackage.Open(package, "the package", long.MaxValue);
        var expected = await mine.DigestsAsync(cancellationToken);
        OrderedDictionary<string, string> found;
        try
        {
            using var theirs = UntrustedPackage.Open(
                other, "the feed's package", Math.Max(mine.LargestEntry, UntrustedPackage.LongestText));
            found = await theirs.DigestsAsync(cancellationToken);
        }
        catch (RuntimePacksException)
        {
            return "it is damaged";
        }

        foreach (var (name, digest) in expected)
        {
            if (!found.Remove(name, out var its)) return $"{name} is missing";
            if (its != digest) return $"{name} is different";
        }

        return found.Count == 0 ? null : $"it has {found.Keys.Order(StringComparer.Ordinal).First()} too";
    }
}
