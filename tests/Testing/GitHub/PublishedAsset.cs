using System.Security.Cryptography;

namespace Testing.GitHub;

/// <summary>A file of a release on the server.</summary>
public sealed class PublishedAsset(long id, string name, byte[] bytes)
{
    public long Id => id;

    public string Name => name;

    public byte[] Bytes { get; set; } = bytes;

    /// <summary>What the API says is the file's digest; null as for files that were uploaded before GitHub computed digests.</summary>
    public string? Digest { get; set; } = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    /// <summary>What the API says is the file's size.</summary>
    public long Size { get; set; } = bytes.Length;

    public string State { get; set; } = "uploaded";

    /// <summary>The storage host's validator, in quotation marks; null for none.</summary>
    public string? ETag { get; set; } = $"\"0x8D{id:X}{Convert.ToHexString(SHA256.HashData(bytes).AsSpan(0, 4))}\"";
}
