using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using RuntimePacks.Containers;
using RuntimePacks.Files;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Tests.Verification;

/// <summary>A library that goes by, a member at a time, is seen to be what it is as a file.</summary>
[Collection<WithCompiledObjects>]
public sealed class InflatedLibraryTests(CompiledObjects objects) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<bool> Keeping => [false, true];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Keeping))]
    public async Task every_library_of_the_sample_and_every_flavour(bool keepsFile)
    {
        var archives = (await SampleAssets.UnpackedAsync(_folder["sample"]))
            .Append(Path.Combine(CompiledObjects.MicrosoftLibraries, "Runtime.ServerGC.lib"))
            .Append(Path.Combine(CompiledObjects.LinuxLibraries, "libRuntime.ServerGC.a"));
        var count = 0;
        foreach (var archive in archives.Where(File.Exists))
        {
            var read = await ReadAsync(Zip(archive), keepsFile);
            using var library = StaticLibrary.Open(archive);
            Assert.Equal(Facts(library.Summarize()), Facts(read.Summary));
            Assert.Equal(FileKinds.Identify(archive), read.Summary.Kind);
            Assert.Equal(
                (await Digest.OfFileAsync(archive, TestContext.Current.CancellationToken), new FileInfo(archive).Length),
                (read.Sha256, read.Size));
            Assert.Equal((keepsFile, keepsFile), (read.HasFile, File.Exists(read.Path)));
            if (keepsFile) Assert.Equal(read.Sha256, await Digest.OfFileAsync(read.Path, TestContext.Current.CancellationToken));
            count++;
        }

        Assert.True(count >= 10, $"{count} archives");
    }

    [Theory]
    [MemberData(nameof(Keeping))]
    public async Task but_not_one_with_a_member_that_is_too_large_to_be_held(bool keepsFile)
    {
        objects.Write("large.c", "char exported_data[80 << 20] = { 1 };"u8);
        await objects.Run("clang", "-c", "large.c", "-o", "large.o");
        await objects.Run("llvm-ar", "rcs", "large.a", "code-x86_64-unknown-linux-gnu.o", "large.o");
        await IsReadFromItsFileAsync(objects["large.a"], keepsFile);
    }

    [Theory]
    [MemberData(nameof(Keeping))]
    public async Task nor_one_whose_parts_are_not_in_their_order(bool keepsFile)
    {
        // A universal file (mach-o/fat.h) that names its last part first, each of them an archive of more than is read ahead.
        objects.Write("bulk.c", "char bulk[1 << 20] = { 1 };"u8);
        var parts = new List<byte[]>();
        foreach (var target in new[] { "x86_64-apple-macosx10.12", "arm64-apple-macosx11.0" })
        {
            await objects.Run("clang", $"--target={target}", "-c", "bulk.c", "-o", "bulk.o");
            await objects.Run("llvm-ar", "rcs", $"part-{target}.a", "bulk.o");
            parts.Add(await File.ReadAllBytesAsync(objects[$"part-{target}.a"], TestContext.Current.CancellationToken));
        }

        const int header = 48, arm = 0x0100_000c, x86 = 0x0100_0007;
        var universal = new byte[header + parts.Sum(part => part.Length)];
        int[] words = [
            unchecked((int)0xcafe_babe), 2, arm, 0, header + parts[0].Length, parts[1].Length, 3, x86, 3, header, parts[0].Length, 3];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteInt32BigEndian(universal.AsSpan(i * 4), words[i]);
        parts[0].CopyTo(universal, header);
        parts[1].CopyTo(universal, header + parts[0].Length);
        objects.Write("backwards.a", universal);
        await IsReadFromItsFileAsync(objects["backwards.a"], keepsFile);
    }

    [Theory]
    [MemberData(nameof(Keeping))]
    public async Task and_a_damaged_asset_is_said_to_be_that_whatever_it_made_of_the_library(bool keepsFile)
    {
        // More than is read ahead, so that the archive is looked at before the zip's end is.
        objects.Write("much.c", "char much[4 << 20] = { 1 };"u8);
        await objects.Run("clang", "-c", "much.c", "-o", "much.o");
        await objects.Run("llvm-ar", "rcs", "much.a", "much.o");
        var zip = Zip(objects["much.a"], CompressionLevel.NoCompression);
        var bytes = await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken);
        var start = bytes.AsSpan().IndexOf("!<arch>\n"u8);
        bytes.AsSpan(start + 8, 60).Fill((byte)'?'); // the first member's header
        await File.WriteAllBytesAsync(zip, bytes, TestContext.Current.CancellationToken);
        var damaged = await Assert.ThrowsAsync<RuntimePacksException>(() => ReadAsync(zip, keepsFile));
        Assert.Contains("should have the CRC-32", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("download it again", damaged.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.partial", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Keeping))]
    public async Task and_a_damaged_library_in_a_whole_asset_is_named_with_its_member(bool keepsFile)
    {
        var bytes = await File.ReadAllBytesAsync(objects.ArchiveFor("x86_64-unknown-linux-gnu"), TestContext.Current.CancellationToken);
        objects.Write("short.a", bytes.AsSpan()[..^2000]);
        var damaged = await Assert.ThrowsAsync<ArchiveFormatException>(() => ReadAsync(Zip(objects["short.a"]), keepsFile));
        Assert.Contains("short.a(", damaged.Message, StringComparison.Ordinal);
        Assert.Equal(keepsFile, !damaged.Message.Contains(".zip", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.a", SearchOption.AllDirectories));
    }

    private async Task IsReadFromItsFileAsync(string archive, bool keepsFile)
    {
        var read = await ReadAsync(Zip(archive), keepsFile);
        using var library = StaticLibrary.Open(archive);
        Assert.Equal(Facts(library.Summarize()), Facts(read.Summary));
        Assert.True(read.HasFile);
        Assert.Equal(await Digest.OfFileAsync(archive, TestContext.Current.CancellationToken), read.Sha256);
        Assert.Equal(read.Sha256, await Digest.OfFileAsync(read.Path, TestContext.Current.CancellationToken));
    }

    private async Task<ReadArchive> ReadAsync(string asset, bool keepsFile)
    {
        using var zip = AssetContainer.Open(asset, 1 << 30);
        using var entry = Assert.Single(zip.Entries());
        return await ReadArchive.ReadAsync(
            asset, entry, Path.Combine(_folder.Path, "out", entry.Name), keepsFile, TestContext.Current.CancellationToken);
    }

    private string Zip(string archive, CompressionLevel level = CompressionLevel.Fastest)
    {
        var path = Path.Combine(_folder.Path, Path.GetRandomFileName() + ".zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        zip.CreateEntryFromFile(archive, Path.GetFileName(archive), level);
        return path;
    }

    /// <summary>All that a summary says but where the file is.</summary>
    private static string Facts(LibrarySummary summary) => JsonSerializer.Serialize(new
    {
        Summary = summary with { File = "" },
        Exports = summary.Exports.Symbols,
        Undefined = summary.Undefined.Symbols,
        Sizes = Enum.GetValues<SectionKind>().Select(kind => summary.Sections[kind]),
        Versions = summary.Uniffi.KnownVersions,
        summary.Uniffi.KnownChecksums,
    });
}
