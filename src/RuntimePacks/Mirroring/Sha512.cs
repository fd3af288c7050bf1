using System.Security.Cryptography;
using System.Text;

namespace RuntimePacks.Mirroring;

/// <summary>SHA-512 digests, as 128 lower-case hexadecimal digits; NuGet writes the same bytes in base 64.</summary>
internal static class Sha512
{
    private const int BufferBytes = 1 << 17;

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken = default)
    {
        await using var file = Open(path);
        return Convert.ToHexStringLower(await SHA512.HashDataAsync(file, cancellationToken));
    }

    public static string OfText(string text) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Copies a file and hashes what passes.</summary>
    public static async Task<string> CopyAsync(string source, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        await using (var file = Open(source))
        {
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>As a <c>.nupkg.sha512</c> file has it.</summary>
    public static string ToBase64(string sha512) => Convert.ToBase64String(Convert.FromHexString(sha512));

    /// <summary>From a <c>.nupkg.sha512</c> file; null when there is none, or it holds something else.</summary>
    public static string? TryReadBase64(string path)
    {
        var bytes = new byte[SHA512.HashSizeInBytes];
        return File.Exists(path)
            && Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var length)
            && length == bytes.Length
            ? Convert.ToHexStringLower(bytes)
            : null;
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
}
