using System.Buffers;
using System.Security.Cryptography;
using RuntimePacks.Files;

namespace RuntimePacks.Releases.Download;

/// <summary>
/// An unfinished download: the bytes so far, and beside them the ETag of the file that they are from. It outlives a run that
/// was killed. Its bytes are hashed (SHA-256) as they come, those of an earlier run when it is opened.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferBytes = 1 << 17;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialFile(string path)
    {
        _path = path;

        // No buffer of its own: what arrives is written in pieces as large as the network's.
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    /// <summary>In bytes.</summary>
    public long Length { get; private set; }

    /// <summary>
    /// A strong validator (RFC 9110, section 8.8.3), as it stands in the header;
    /// null when the server gave none, and nothing can be appended later.
    /// </summary>
    public string? ETag { get; private set; }

    /// <summary>Whether the bytes come out of more than one response.</summary>
    public bool Pieced { get; set; }

    /// <summary>The digest so far, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    private string ETagPath => _path + ".etag";

    /// <summary>Opens what an earlier run left, or begins anew.</summary>
    /// <param name="size">More bytes than this are not of the file.</param>
    /// <exception cref="RuntimePacksException">The file cannot be written.</exception>
    public static async Task<PartialFile> OpenAsync(string path, long size, CancellationToken cancellationToken)
    {
        AssetCache.Create(Path.GetDirectoryName(path)!);
        var partial = new PartialFile(path);
        try
        {
            var etag = File.Exists(partial.ETagPath) ? await File.ReadAllTextAsync(partial.ETagPath, cancellationToken) : "";
            if (etag.Length == 0 || partial._file.Length == 0 || partial._file.Length > size) partial.Restart(null);
            else await partial.ResumeAsync(etag, cancellationToken);
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Throws the bytes away; those that come next are from the file with this ETag.</summary>
    public void Restart(string? etag) => Write(() =>
    {
        _file.SetLength(0);
        _file.Position = 0;
        _hash.GetHashAndReset();
        (Length, ETag, Pieced) = (0, etag, false);
        if (etag is null) File.Delete(ETagPath);
        else File.WriteAllText(ETagPath, etag);
    });

    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public void Append(byte[] bytes, int count) => Write(() =>
    {
        _file.Write(bytes, 0, count);
        _hash.AppendData(bytes, 0, count);
        Length += count;
    });

    /// <summary>Gives the finished file its name; nothing is left here.</summary>
    public void MoveTo(string path)
    {
        _file.Dispose();
        Write(() =>
        {
            AssetCache.Create(Path.GetDirectoryName(path)!);
            File.Move(_path, path, overwrite: true);
            File.Delete(ETagPath);
        });
    }

    /// <summary>Gives up the bytes for good.</summary>
    public void Delete()
    {
        _file.Dispose();
        File.Delete(_path);
        File.Delete(ETagPath);
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private async Task ResumeAsync(string etag, CancellationToken cancellationToken)
    {
        (ETag, Pieced) = (etag, true);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await _file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                _hash.AppendData(buffer, 0, count);
                Length += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e) when (AtomicFile.IsDiskFull(e))
        {
            throw new RuntimePacksException(
                $"the disk is full: {_path} stops at {Size.Text(Length)}; free some space and run again, what came in is kept", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"the cache cannot be written: {e.Message}", e);
        }
    }
}
