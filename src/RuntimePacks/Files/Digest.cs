using System.Security.Cryptography;

namespace RuntimePacks.Files;

/// <summary>SHA-256 digests, as 64 lower-case hexadecimal digits.</summary>
public static class Digest
{
    /// <summary>What comes before a digest where it stands alone.</summary>
    public const string Prefix = "sha256:";

    private const int BufferBytes = 1 << 17;

    /// <summary>Whether a text is a digest.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken = default)
    {
        const FileOptions Options = FileOptions.SequentialScan | FileOptions.Asynchronous;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, Options))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        }
    }

    /// <summary>Whether a file is there and has this digest.</summary>
    public static async Task<bool> IsOfFileAsync(string sha256, string path, CancellationToken cancellationToken = default) =>
        File.Exists(path) && await OfFileAsync(path, cancellationToken) == sha256;

    /// <summary>One digest over several texts; where one ends and the next begins counts.</summary>
    public static string OfTexts(params IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
