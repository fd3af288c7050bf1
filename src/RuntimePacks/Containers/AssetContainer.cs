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

    public string Path => path;

    /// <summary>What it is, as a noun with its article.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether a file holds others, or is compressed; a library by itself is neither.</summary>
    public static bool IsContainer(string path)
    {
        var head = HeadOf(path);
        return IsZip(head) || IsSevenZip(head) || !Compression.Of(head).IsNone || StreamContainer.IsTar(head);
    }

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
            var head = HeadOf(path);
            if (head.Length == 0) throw new RuntimePacksException($"{path} is empty: download it again");
            return IsZip(head) ? new ZipContainer(UntrustedZip.Open(path, inflatedLimit))
                : IsSevenZip(head) ? new SevenZipContainer(path, inflatedLimit)
                : new StreamContainer(path, Compression.Of(head), inflatedLimit);
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

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK"u8);

    private static bool IsSevenZip(ReadOnlySpan<byte> head) => head is [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c, ..];

    private static byte[] HeadOf(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[StreamContainer.TarHeaderBytes];
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Whether this is how the readers of containers say that one is damaged.</summary>
    internal static bool IsDamage(Exception e) =>
        e is SharpCompressException or InvalidDataException or EndOfStreamException or NotSupportedException or FormatException
            or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidOperationException;
}
