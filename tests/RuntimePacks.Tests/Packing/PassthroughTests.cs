using System.IO.Compression;
using System.Security.Cryptography;
using NuGet.Packaging;
using RuntimePacks.Tests.Slimming;
using RuntimePacks.Containers;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace RuntimePacks.Tests.Packing;

/// <summary>A library that is packed as it came: the deflate stream of its asset is the one in the package.</summary>
public sealed class PassthroughTests : IDisposable
{
    private const string Entry = "runtimes/linux-x64/native/lib.a";

    private readonly Workshop _shop = new("x86_64-unknown-linux-gnu");

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("-9")]
    [InlineData("-1")]
    [InlineData("-fd")] // sizes and CRC-32 after the data
    [InlineData("-fz")] // zip64 fields where none are needed
    public async Task The_package_has_the_compressed_bytes_of_the_asset(string option)
    {
        var library = await ZipAsync(option);
        Assert.Equal(await PackAsync(library, "a.nupkg"), await PackAsync(library, "b.nupkg"));
        Assert.Equal(
            await Digest.OfFileAsync(_shop["a.nupkg"], TestContext.Current.CancellationToken),
            await Digest.OfFileAsync(_shop["b.nupkg"], TestContext.Current.CancellationToken));
        Assert.Equal(Compressed(_shop["asset.zip"], "folder/lib.a"), Compressed(_shop["a.nupkg"], Entry));

        Assert.Contains("No errors detected", await _shop.RunAsync("unzip", "-tq", "a.nupkg"));
        using var package = new PackageArchiveReader(_shop["a.nupkg"]);
        Assert.Equal("demo.1.0.0", package.GetIdentity().ToString());
        Assert.Equal(
            library.Sha256,
            Convert.ToHexStringLower(await SHA256.HashDataAsync(package.GetStream(Entry), TestContext.Current.CancellationToken)));
        Assert.Contains(
            "Extension=\"a\"",
            await new StreamReader(package.GetStream("[Content_Types].xml")).ReadToEndAsync(TestContext.Current.CancellationToken));

        // It is not signed, and that is all that NuGet finds.
        var verify = await new Command("dotnet", "nuget", "verify", _shop["a.nupkg"]).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("NU3004", verify.Output + verify.Error);
        Assert.DoesNotMatch("NU(?!3004)", verify.Output + verify.Error);
    }

    [Fact]
    public async Task An_asset_that_is_not_compressed_is_compressed()
    {
        await PackAsync(await ZipAsync("-0"), "a.nupkg");
        using var package = ZipFile.OpenRead(_shop["a.nupkg"]);
        var entry = package.GetEntry(Entry)!;
        Assert.True(entry.CompressedLength < entry.Length);
    }

    [Fact]
    public async Task An_asset_that_changed_since_it_was_verified_is_refused_wherever_it_changed()
    {
        var library = await ZipAsync("-9");
        var bytes = await File.ReadAllBytesAsync(_shop["asset.zip"], TestContext.Current.CancellationToken);
        foreach (var place in new[] { 10, bytes.Length / 2, bytes.Length - 30 })
        {
            var changed = bytes.ToArray();
            changed[place] ^= 1;
            await File.WriteAllBytesAsync(_shop["asset.zip"], changed, TestContext.Current.CancellationToken);
            var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => PackAsync(library, "refused.nupkg"));
            Assert.Contains("asset.zip", refused.Message);
            Assert.Contains("run --target Fetch again", refused.Message);
            Assert.False(File.Exists(_shop["refused.nupkg"]));
        }
    }

    [Fact]
    public async Task What_is_packed_is_what_the_asset_holds_whatever_became_of_the_file_that_was_inflated_from_it()
    {
        var library = await ZipAsync("-9");
        await File.AppendAllTextAsync(library.Path, "!", TestContext.Current.CancellationToken);
        await PackAsync(library, "a.nupkg");
        using var package = new PackageArchiveReader(_shop["a.nupkg"]);
        Assert.Equal(
            library.Sha256,
            Convert.ToHexStringLower(await SHA256.HashDataAsync(package.GetStream(Entry), TestContext.Current.CancellationToken)));
    }

    private async Task<VerifiedLibrary> ZipAsync(string option)
    {
        var path = await _shop.ArchiveAsync("gnu", ("a", "int ffi_a(void) { return 1; } int zeros[10000] = { 1 };"));
        Directory.CreateDirectory(_shop["folder"]);
        File.Copy(path, _shop["folder/lib.a"]);
        _shop.Write("folder/libother.d", "another file");
        await _shop.RunAsync("zip", "-q", option, "asset.zip", "folder/lib.a", "folder/libother.d");
        var verified = await _shop.VerifiedAsync(path, "ffi_*");
        var sha256 = await Digest.OfFileAsync(_shop["asset.zip"], TestContext.Current.CancellationToken);
        return verified with
        {
            Asset = new Asset("asset.zip", verified.Asset.Target, 1, sha256),
            Entry = "folder/lib.a",
            IsDeflated = option != "-0",
        };
    }

    private Task<string> PackAsync(VerifiedLibrary library, string package)
    {
        var content = new PackageContent("""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
            <id>demo</id><version>1.0.0</version><authors>demo</authors><description>demo</description>
            </metadata></package>
            """);
        content.AddCarried(Entry, library, _shop["asset.zip"]);
        content.Add("link/exports.txt", "ffi_a\n");
        return content.WriteAsync(_shop[package], _ => { }, TestContext.Current.CancellationToken);
    }

    private static byte[] Compressed(string zip, string entry)
    {
        using var file = File.OpenRead(zip);
        var part = Assert.Single(ZipDirectory.Read(file), part => System.Text.Encoding.UTF8.GetString(part.Name) == entry);
        file.Position = part.DataOffset;
        var bytes = new byte[part.CompressedSize];
        file.ReadExactly(bytes);
        return bytes;
    }
}
