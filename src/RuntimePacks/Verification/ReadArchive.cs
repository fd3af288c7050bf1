using RuntimePacks.Containers;
using RuntimePacks.Files;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Verification;

/// <summary>An archive of an asset, inflated once: it is hashed and read on the way, a member of it in memory at a time.</summary>
/// <param name="Path">Where it is as a file, or would be.</param>
/// <param name="Entry">Its path in the asset.</param>
/// <param name="IsDeflated">Whether the asset has it compressed as packages do.</param>
/// <param name="HasFile">Whether it was written there.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Summary">What is in it.</param>
internal sealed record ReadArchive(
    string Path, string Entry, bool IsDeflated, bool HasFile, long Size, string Sha256, LibrarySummary Summary)
{
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <param name="asset">The path of the asset.</param>
    /// <param name="entry">The archive in it.</param>
    /// <param name="path">Where it goes as a file.</param>
    /// <param name="keepsFile">Whether it is written there; only what can be read again need not be.</param>
    /// <exception cref="RuntimePacksException">The asset or the archive is damaged, or the disk is full.</exception>
    public static async Task<ReadArchive> ReadAsync(
        string asset, AssetEntry entry, string path, bool keepsFile, CancellationToken cancellationToken)
    {
        var (size, sha256, summary) = (0L, "", (LibrarySummary?)null);
        try
        {
            if (keepsFile) await AtomicFile.WriteAsync(path, CopyAsync);
            else await CopyAsync(Stream.Null);
        }
        catch (NotKeptException)
        {
            // Its largest member is too large to be held, or it is not in its order: it is read from the disk.
            return await ReadAsync(asset, entry, path, keepsFile: true, cancellationToken);
        }

        if (summary is null)
        {
            using var library = StaticLibrary.Open(path);
            summary = library.Summarize();
        }

        return new ReadArchive(path, entry.Name, entry.IsDeflated, keepsFile, size, sha256, summary);

        async Task CopyAsync(Stream copy)
        {
            using var hashing = new HashingStream(copy);
            using var inflated = entry.Open();
            if (entry.Size is { } length) Read(inflated, length, hashing);
            else await inflated.CopyToAsync(hashing, cancellationToken); // where members lie, its end says
            (size, sha256) = (hashing.Length, hashing.Sha256);
        }

        void Read(Stream inflated, long length, HashingStream hashing)
        {
            using var pieces = new ReadAhead(inflated, cancellationToken);
            using var bytes = new StreamBytes(keepsFile ? path : System.IO.Path.Combine(asset, entry.Name), length, pieces, hashing);
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
        }
    }

    /// <summary>The part for a machine of a universal library, in the place of the whole; anything else stays as it is.</summary>
    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public async Task<ReadArchive> PartForAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (Summary.Kind != FileKind.UniversalBinary) return this;
        var (part, sha256, size) = ($"{Path}.part", "", 0L);
        using (var universal = StaticLibrary.Open(Path))
        {
            var isThere = false;
            await AtomicFile.WriteAsync(part, copy =>
            {
                using var hashing = new HashingStream(copy);
                isThere = universal.TryCopyPart(machine, hashing, cancellationToken);
                (sha256, size) = (hashing.Sha256, hashing.Length);
                return Task.CompletedTask;
            });
            if (!isThere) return this;
        }

        File.Move(part, Path, overwrite: true);
        using var library = StaticLibrary.Open(Path);
        return this with { IsDeflated = false, Size = size, Sha256 = sha256, Summary = library.Summarize() };
    }

    /// <summary>Moves it to another place.</summary>
    public ReadArchive MoveTo(string path)
    {
        if (HasFile) File.Move(Path, path, overwrite: true);
        return this with { Path = path };
    }
}
