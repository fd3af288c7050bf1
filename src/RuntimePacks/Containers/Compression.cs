using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;
using CompressionMode = SharpCompress.Compressors.CompressionMode;

namespace RuntimePacks.Containers;

/// <summary>How a file is compressed as a whole.</summary>
/// <param name="Name">As people call it; empty for not at all.</param>
/// <param name="Inflate">From a stream that can seek, which is disposed with the one that it gives.</param>
internal sealed record Compression(string Name, Func<Stream, Stream> Inflate)
{
    private const int BufferBytes = 1 << 17;

    private static readonly Compression s_none = new("", file => file);

    /// <summary>By the first bytes: RFC 1952, the .xz file format 1.2.1 and RFC 8878 say them, and bzip2 has its own.</summary>
    private static readonly (byte[] Magic, Compression Compression)[] s_known =
    [
        ([0x1f, 0x8b], new("gzip", file => new WholeGZip(file))),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], new("xz", file => new XzStreams(file))),
        ("BZh"u8.ToArray(), new("bzip2", file => BZip2Stream.Create(file, CompressionMode.Decompress, true, false, false))),
        ([0x28, 0xb5, 0x2f, 0xfd], new("zstd", file => new DecompressionStream(file, BufferBytes, true, false))),
    ];

    public bool IsNone => Name.Length == 0;

    /// <param name="start">A file's first bytes.</param>
    public static Compression Of(ReadOnlySpan<byte> start)
    {
        foreach (var (magic, compression) in s_known)
        {
            if (start.StartsWith(magic)) return compression;
        }

        return s_none;
    }

    /// <summary>What a file is that is compressed so.</summary>
    public string Named(string what) => IsNone ? what : $"{what}, compressed with {Name}";
}
