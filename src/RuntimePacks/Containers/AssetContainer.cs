using SharpCompress.Common;

namespace RuntimePacks.Containers;

/// <summary>
/// An asset of a release, which is not trusted: a zip, 7z or tar file, a tar file or one file alone that is compressed, or that file as it
/// is. Which of them it is, its content tells and not its name. Entries that climb out of their folder or are encrypted are refused.
/// </summary>
/// <param name="path">The asset.</param>
internal abstract class AssetContainer(string path) : IDisposable
{
    /// <summary>More than any release has in an asset, and few enough to be looked at.</summary>
    public const int MostEntries = 65_535;

    private const int LongestMagic = 6;

    public string Path => path;

    /// <summary>What it is, as a noun with its article.</summary>
    public abstract string Kind { get; }

    /// <summary>Opens an asset.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inflatedLimit">
    /// In bytes: the largest size that an entry of a zip may inflate to; of what is inflated from its start on, the largest of all of it.
    /// </param>
    /// <exception cref="RuntimePacksException">It is not there, is damaged, or is refused.</exception>
    public static AssetContainer Open(string path, long inflatedLimit)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length == 0) throw new RuntimePacksException($"{path} is empty: download it again");
            var head = new byte[LongestMagic];
            return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)] switch
            {
                [(byte)'P', (byte)'K', ..] => new ZipContainer(UntrustedZip.Open(path, inflatedLimit)),
                [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => new SevenZipContainer(path, inflatedLimit),
                var start => new StreamContainer(path, Compression.Of(start), inflatedLimit),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Everything in it but folders, in its order. Each is to be read before the next is asked for; what is not read is passed over.
    /// </summary>
    /// <exception cref="RuntimePacksException">While they are asked for: it is damaged, or an entry is refused.</exception>
    public IEnumerable<AssetEntry> Entries()
    {
        var count = 0;
        foreach (var entry in All())
        {
            if (++count > MostEntries)
            {
                throw new RuntimePacksException($"{path} holds more than {MostEntries} entries, as no asset of a release does: refused");
            }

            yield return entry;
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract IEnumerable<AssetEntry> All();

    protected virtual void Dispose(bool disposing) { }

    /// <summary>Whether this is how the readers of containers say that one is damaged.</summary>
    internal static bool IsDamage(Exception e) =>
        e is SharpCompressException or InvalidDataException or EndOfStreamException or NotSupportedException or FormatException
            or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidOperationException;
}
