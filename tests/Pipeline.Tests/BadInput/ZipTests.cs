using System.IO.Compression;
using System.Text;

namespace Pipeline.Tests.BadInput;

/// <summary>Zips that are damaged, or made to do harm.</summary>
public sealed class ZipTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly BadRelease _release = new(job);

    public void Dispose() => _release.Dispose();

    [Fact]
    public async Task An_empty_file_is_no_zip()
    {
        await File.WriteAllBytesAsync(_release.Asset, [], TestContext.Current.CancellationToken);
        await _release.RefusedAsync([BadRelease.Linux, "is empty", "download it again"]);
    }

    [Fact]
    public async Task Something_else_is_no_zip()
    {
        await File.WriteAllTextAsync(_release.Asset, "<html>not found</html>", TestContext.Current.CancellationToken);
        await _release.RefusedAsync([BadRelease.Linux, "is no zip, 7z or tar file", "download it again"]);
    }

    [Fact]
    public async Task A_zip_without_entries_is_refused()
    {
        _release.WriteAsset();
        await _release.RefusedAsync([BadRelease.Linux, "without entries"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task A_zip_that_was_cut_short_is_refused(int tenths)
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(job.Sample, BadRelease.Linux), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_release.Asset, whole[..(whole.Length * tenths / 10)], TestContext.Current.CancellationToken);
        await _release.RefusedAsync([BadRelease.Linux, "zip file", "download it again"]);
    }

    [Fact]
    public async Task A_flipped_byte_in_the_data_is_found()
    {
        var library = _release.GoodLibrary;
        using (var zip = ZipFile.Open(_release.Asset, ZipArchiveMode.Create))
        {
            using var stream = zip.CreateEntry(BadRelease.LinuxLibrary, CompressionLevel.NoCompression).Open();
            stream.Write(library);
        }

        var bytes = await File.ReadAllBytesAsync(_release.Asset, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 0x40;
        await File.WriteAllBytesAsync(_release.Asset, bytes, TestContext.Current.CancellationToken);
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "CRC-32"]);
    }

    [Theory]
    [InlineData("../../../escaped.a")]
    [InlineData("/tmp/escaped.a")]
    [InlineData("lib\\..\\..\\escaped.a")]
    [InlineData("C:\\escaped.a")]
    public async Task An_entry_that_climbs_out_is_refused(string name)
    {
        _release.WriteAsset((name, _release.GoodLibrary));
        await _release.RefusedAsync([BadRelease.Linux, name, "outside"]);
    }

    [Fact]
    public async Task A_link_is_no_library()
    {
        using (var zip = ZipFile.Open(_release.Asset, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry(BadRelease.LinuxLibrary);
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes("/etc/passwd"));
        }

        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "is a link"]);
    }

    [Fact]
    public async Task An_entry_that_inflates_beyond_the_limit_is_refused()
    {
        var definition = Path.Combine(_release.Folder, "small.json");
        var text = await File.ReadAllTextAsync(Repository.PathOf("packaging", "slim.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            definition,
            text.Replace(
                "../samples", Repository.PathOf("samples"), StringComparison.Ordinal).Replace(
                    "\"inflatedLimitMB\": 1024", "\"inflatedLimitMB\": 1", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        _release.WriteAsset((BadRelease.LinuxLibrary, [.. "!<arch>\n"u8, .. new byte[5_000_000]]));
        await _release.RefusedAsync(
            [BadRelease.Linux, BadRelease.LinuxLibrary, "more than 1 MB", "inflatedLimitMB"], "--definition", definition);
    }

    [Fact]
    public async Task An_entry_that_inflates_to_more_than_it_says_is_refused()
    {
        _release.WriteAsset((BadRelease.LinuxLibrary, _release.GoodLibrary));
        var bytes = await File.ReadAllBytesAsync(_release.Asset, TestContext.Current.CancellationToken);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), 1000);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24), 1000);
        await File.WriteAllBytesAsync(_release.Asset, bytes, TestContext.Current.CancellationToken);
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "1000 bytes"]);
    }
}
