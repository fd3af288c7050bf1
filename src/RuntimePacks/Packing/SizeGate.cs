using System.IO.Compression;
using RuntimePacks.Definition;
using RuntimePacks.Files;

namespace RuntimePacks.Packing;

/// <summary>Refuses a package that is larger than the feeds take which it is made for.</summary>
internal static class SizeGate
{
    private const int NamedEntries = 3;

    /// <param name="name">The package's file name, for messages.</param>
    /// <param name="nupkg">The package, which stays open.</param>
    /// <exception cref="RuntimePacksException">It is; the message names what takes the space.</exception>
    public static void Require(string name, Stream nupkg, IEnumerable<FeedLimit> limits)
    {
        var size = nupkg.Length;
        var limit = limits.Where(limit => limit.Enforced).MinBy(limit => limit.Bytes);
        if (limit is null || size <= limit.Bytes) return;

        using var zip = new ZipArchive(nupkg, ZipArchiveMode.Read, leaveOpen: true);
        var largest = zip.Entries.OrderByDescending(entry => entry.CompressedLength).Take(NamedEntries)
            .Select(entry => $"{entry.FullName} {Size.Text(entry.CompressedLength)} (inflated {Size.Text(entry.Length)})");
        throw new RuntimePacksException(
            $"{name} has {Size.Text(size)}, and {limit.Feed} takes {limit.LimitMB} MB: {string.Join(", ", largest)}; "
            + "pack with --slim full, leave the RID out with --rids, or change feedLimits in the definition");
    }
}
