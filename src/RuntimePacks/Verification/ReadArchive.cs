using RuntimePacks.Containers;
using RuntimePacks.Files;
using SharpCompress.Archives.Zip;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Verification;

/// <summary>An archive of an asset, inflated once: it is hashed and read on the way, a member of it in memory at a time.</summary>
/// <param name="Path">Where it is as a file, or would be.</param>
/// <param name="HasFile">Whether it was written there.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Summary">What is in it.</param>
internal sealed record ReadArchive(string Path, bool HasFile, long Size, string Sha256, LibrarySummary Summary)
{
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <param name="zip">The asset.</param>
    /// <param name="entry">The archive in it.</param>
    /// <param name="path">Where it goes as a file.</param>
    /// <param name="keepsFile">Whether it is written there.</param>
    /// <exception cref="RuntimePacksException">The asset or the archive is damaged, or the disk is full.</exception>
    public static async Task<ReadArchive> ReadAsync(
        UntrustedZip zip, ZipArchiveEntry entry, string path, bool keepsFile, CancellationToken cancellationToken)
    {
        var (sha256, summary) = ("", (LibrarySummary?)null);
        try
        {
            if (keepsFile) await AtomicFile.WriteAsync(path, Read);
            else await Read(Stream.Null);
        }
        catch (NotKeptException)
        {
            // Its largest member is too large to be held, or it is not in its order: it is read from the disk.
            return await ReadAsync(zip, entry, path, keepsFile: true, cancellationToken);
        }

        if (summary is null)
        {
            using var library = StaticLibrary.Open(path);
            summary = library.Summarize();
        }

        return new ReadArchive(path, keepsFile, entry.Size, sha256, summary);

        Task Read(Stream copy)
        {
            using var hashing = new HashingStream(copy);
            using var inflated = zip.Inflate(entry);
            using var pieces = new ReadAhead(inflated, cancellationToken);
            using var bytes = new StreamBytes(keepsFile ? path : System.IO.Path.Combine(zip.Path, entry.Key!), entry.Size, pieces, hashing);
            try
            {
                using var library = StaticLibrary.Open(bytes);
                summary = library.Summarize();
            }
            catch (ArchiveFormatException)
            {
                bytes.ReadToEnd(); // a damaged asset is said to be that
                throw;
            }
            catch (NotKeptException) when (keepsFile)
            {
                // It will be read when it is a file.
            }

            bytes.ReadToEnd();
            sha256 = hashing.Sha256;
            return Task.CompletedTask;
        }
    }
}
