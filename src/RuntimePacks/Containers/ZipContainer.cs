using SharpCompress.Common;

namespace RuntimePacks.Containers;

/// <summary>A zip file: each entry is read where it is, and nothing else is inflated.</summary>
internal sealed class ZipContainer(UntrustedZip zip) : AssetContainer(zip.Path)
{
    public override string Kind => "a zip file";

    protected override IEnumerable<AssetEntry> All()
    {
        foreach (var link in zip.Links)
        {
            yield return new AssetEntry(link.Name, 0, () => Stream.Null) { LinkTarget = link.Target };
        }

        foreach (var entry in zip.Entries)
        {
            using var file = new AssetEntry(EntryName.Require(Path, entry.Key!), entry.Size, () => zip.Inflate(entry))
            {
                IsDeflated = entry.CompressionType == CompressionType.Deflate,
            };
            yield return file;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) zip.Dispose();
        base.Dispose(disposing);
    }
}
