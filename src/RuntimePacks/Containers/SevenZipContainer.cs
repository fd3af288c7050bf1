using SharpCompress.Archives;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Readers;

namespace RuntimePacks.Containers;

/// <summary>A 7z file: what is compressed together is inflated in its order, once.</summary>
internal sealed class SevenZipContainer : AssetContainer
{
    private readonly IArchive _archive;
    private readonly long _inflatedLimit;

    public SevenZipContainer(string path, long inflatedLimit) : base(path)
    {
        _inflatedLimit = inflatedLimit;
        _archive = Translate(() => SevenZipArchive.OpenArchive(path, new ReaderOptions { LeaveStreamOpen = false }));
    }

    public override string Kind => "a 7z file";

    protected override IEnumerable<AssetEntry> All()
    {
        if (Translate(() => _archive.IsEncrypted)) throw new RuntimePacksException($"{Path} is encrypted; expected a plain 7z file");
        var inflated = new InflatedBytes(Path, Kind, _inflatedLimit);
        using var reader = Translate(_archive.ExtractAllEntries);
        while (Translate(reader.MoveToNextEntry))
        {
            if (reader.Entry.IsDirectory) continue;
            var name = EntryName.Require(Path, reader.Entry.Key ?? "");
            var isLink = UnixMode.IsLink((reader.Entry as SevenZipArchiveEntry)?.ExtendedAttrib);
            using var entry = new AssetEntry(name, reader.Entry.Size, () => inflated.Of(reader.OpenEntryStream, name))
            {
                LinkTarget = isLink ? Translate(() => TextOf(reader)) : null,
            };
            yield return entry;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _archive.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A link's content is where it leads.</summary>
    private static string TextOf(IReader reader)
    {
        using var text = new StreamReader(reader.OpenEntryStream());
        return text.ReadToEnd();
    }

    private T Translate<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw InflatedBytes.Damaged(Path, Kind, e);
        }
    }
}
