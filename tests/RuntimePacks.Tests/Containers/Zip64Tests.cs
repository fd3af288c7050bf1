using System.IO.Compression;
using System.IO.Hashing;
using RuntimePacks.Tests.Slimming;
using RuntimePacks.Containers;

namespace RuntimePacks.Tests.Containers;

/// <summary>Zip files with sizes, offsets and counts that do not fit into the fields of the first zip files.</summary>
public sealed class Zip64Tests : IDisposable
{
    private const int Block = 1 << 26;
    private const int Blocks = 65; // 4.4 GB

    private readonly Workshop _shop = new("x86_64-unknown-linux-gnu");

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task An_entry_of_more_than_4_GB_is_read_by_unzip_and_NET()
    {
        // Zeros, compressed once and repeated: a flushed deflate stream ends on a byte and refers to nothing but zeros.
        var (zeros, data) = (new byte[Block], new MemoryStream());
        using (var deflate = new DeflateStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(zeros);
            deflate.Flush();
        }

        var (crc32, source) = (new Crc32(), new MemoryStream());
        var block = data.ToArray()[..^2]; // without the last, empty block
        for (var i = 0; i < Blocks; i++)
        {
            source.Write(block);
            crc32.Append(zeros);
        }

        source.Write([3, 0]); // RFC 1951, section 3.2.3: a last block with fixed codes, and its end
        const long size = (long)Block * Blocks;
        var parts = new[] { Part(
            "large", crc32.GetCurrentHashAsUInt32(), source.Length, size), Part("empty", 0, 0, 0) with { Method = 0 } };
        var file = File.Create(_shop["large.zip"]);
        await using (file)
        {
            var zip = new ZipOutput(file);
            foreach (var part in parts) await zip.CopyAsync(part, source, TestContext.Current.CancellationToken);
            await zip.FinishAsync(TestContext.Current.CancellationToken);
            Assert.Equal(
                parts.Select(part => (part.Size, part.CompressedSize)),
                ZipDirectory.Read(file).Select(part => (part.Size, part.CompressedSize)));
        }

        Assert.Contains("No errors detected", await _shop.RunAsync("unzip", "-tq", "large.zip"));
        using var read = ZipFile.OpenRead(_shop["large.zip"]);
        Assert.Equal([size, 0], read.Entries.Select(entry => entry.Length));
    }

    [Fact]
    public async Task More_than_65535_entries_are_read_by_unzip_and_NET()
    {
        const int count = 70_000;
        var file = File.Create(_shop["many.zip"]);
        await using (file)
        {
            var zip = new ZipOutput(file);
            for (var i = 0; i < count; i++)
            {
                await zip.CopyAsync(Part($"{i}", 0, 0, 0) with { Method = 0 }, Stream.Null, TestContext.Current.CancellationToken);
            }

            await zip.FinishAsync(TestContext.Current.CancellationToken);
            Assert.Equal(count, ZipDirectory.Read(file).Count);
        }

        Assert.Contains($"{count} files", (await _shop.RunAsync("unzip", "-l", "many.zip"))[^40..]);
        using var read = ZipFile.OpenRead(_shop["many.zip"]);
        Assert.Equal(count, read.Entries.Count);
    }

    private static ZipPart Part(string name, uint crc32, long compressed, long size) =>
        new(System.Text.Encoding.UTF8.GetBytes(name), 0, ZipPart.Deflate, 0x2821_0000, 0, crc32, compressed, size, 0);
}
