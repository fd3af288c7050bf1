using System.Formats.Tar;
using System.IO.Compression;
using RuntimePacks.Containers;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using SharpCompress.Writers.SevenZip;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Tests.Containers;

/// <summary>The static library in an asset, whatever holds it; and assets that are damaged, or made to do harm.</summary>
[Collection<WithCompiledObjects>]
public sealed class AssetTests(CompiledObjects objects) : IDisposable
{
    private const string Target = "x86_64-unknown-linux-gnu";
    private const string Library = "libdemo.a";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Folders => [.. PackedAsset.OfFolders];

    public static TheoryData<string> Files => [.. PackedAsset.OfFiles];

    public static TheoryData<string> Compressed =>
        [.. PackedAsset.OfFolders.Concat(PackedAsset.OfFiles).Where(kind => kind is not ("a" or "tar"))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_library_is_found_among_other_files_and_links(string kind)
    {
        var content = Content("demo-1.0/lib");
        await File.WriteAllTextAsync(
            Path.Combine(content, "demo-1.0", "demo.h"), "int exported_function(int);\n", TestContext.Current.CancellationToken);
        File.Copy("/bin/true", Path.Combine(content, "demo-1.0", "lib", "libdemo.so.1"));
        File.CreateSymbolicLink(Path.Combine(content, "demo-1.0", "lib", "libdemo.so"), "libdemo.so.1");
        await FindsAsync(await PackedAsset.OfFolderAsync(kind, content, _folder[$"demo.{kind}"]), $"demo-1.0/lib/{Library}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_library_alone_is_one(string kind) =>
        await FindsAsync(await PackedAsset.OfFileAsync(kind, objects.ArchiveFor(Target), _folder[$"libdemo.{kind}"]), Library);

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Of_several_the_definition_says_which(string kind)
    {
        var content = Content("lib", "min/lib");
        File.Copy(objects.ArchiveFor("aarch64-unknown-linux-gnu"), Path.Combine(content, "lib", "libother.a"));
        var asset = await PackedAsset.OfFolderAsync(kind, content, _folder[$"demo.{kind}"]);
        await FindsAsync(asset, $"lib/{Library}", "lib/*demo.a");
        await FindsAsync(asset, $"min/lib/{Library}", "min/**/*.a");
        await RefusesAsync(
            asset, null, "holds 3 static libraries", $"lib/{Library}", $"min/lib/{Library}", "lib/libother.a", "libraryPath");
        await RefusesAsync(asset, "**/*.a", "holds 3 static libraries", "as **/*.a, the libraryPath");
        await RefusesAsync(asset, "release/*.a", "holds no static library", "as release/*.a, the libraryPath", $"lib/{Library}");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_library_that_is_a_link_is_followed_in_its_asset(string kind)
    {
        var content = Content("real");
        Directory.CreateDirectory(Path.Combine(content, "lib"));
        File.CreateSymbolicLink(Path.Combine(content, "lib", "libfirst.a"), "libsecond.a");
        File.CreateSymbolicLink(Path.Combine(content, "lib", "libsecond.a"), $"../real/{Library}");
        File.CreateSymbolicLink(Path.Combine(content, "lib", "libnone.a"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(content, "lib", "libcircle.a"), "libcircle.a");
        var asset = await PackedAsset.OfFolderAsync(kind, content, _folder[$"demo.{kind}"]);
        await FindsAsync(asset, $"real/{Library}", "lib/libfirst.a");
        await RefusesAsync(asset, "lib/libnone.a", "lib/libnone.a is a link to /etc/passwd, which is not in it");
        await RefusesAsync(asset, "lib/libcircle.a", "lib/libcircle.a is a link to libcircle.a", "holds no static library");
    }

    [Fact]
    public async Task A_hard_link_of_a_tar_file_is_followed_from_the_root()
    {
        var content = Content("a/real");
        Directory.CreateDirectory(Path.Combine(content, "b"));
        await PackedAsset.ShellAsync(content, $"ln a/real/{Library} b/libhard.a");
        await PackedAsset.ShellAsync(content, "tar -cf \"$1\" a b", _folder["demo.tar"]); // the second of the two is the link
        await FindsAsync(_folder["demo.tar"], $"a/real/{Library}", "b/*.a");
    }

    [Theory]
    [InlineData("arm64-apple-macosx11.0", Machine.Aarch64)]
    [InlineData("x86_64-apple-macosx10.12", Machine.X86_64)]
    public async Task Of_a_universal_library_the_part_for_the_target_is_taken(string target, Machine machine)
    {
        var content = Directory.CreateDirectory(_folder["content"]).FullName;
        string[] parts = [objects.ArchiveFor("arm64-apple-macosx11.0"), objects.ArchiveFor("x86_64-apple-macosx10.12")];
        var lipo = await Repository.Tools.RequireAsync("llvm-lipo", TestContext.Current.CancellationToken);
        await new Command(lipo, ["-create", .. parts, "-output", Path.Combine(content, Library)])
            .OutputAsync(TestContext.Current.CancellationToken);
        foreach (var kind in (string[])["zip", "tar.gz"])
        {
            var asset = await PackedAsset.OfFolderAsync(kind, content, _folder[$"{machine}.{kind}"]);
            foreach (var keepsFile in (bool[])[false, true])
            {
                var found = await ReadAsync(asset, null, machine, keepsFile);
                Assert.Equal(await Digest.OfFileAsync(objects.ArchiveFor(target), TestContext.Current.CancellationToken), found.Sha256);
                Assert.Equal(found.Sha256, await Digest.OfFileAsync(found.Path, TestContext.Current.CancellationToken));
                Assert.Equal(FileKind.StaticLibrary, found.Summary.Kind);
            }

            await RefusesAsync(asset, null, Machine.Riscv64, $"{Library} is a universal binary");
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task What_was_cut_short_is_refused(string kind)
    {
        var asset = await PackAsync(kind);
        var whole = await File.ReadAllBytesAsync(asset, TestContext.Current.CancellationToken);
        int[] lengths = [.. Enumerable.Range(1, 9).Select(tenth => whole.Length * tenth / 10), whole.Length - 8, whole.Length - 1];
        foreach (var length in lengths)
        {
            await File.WriteAllBytesAsync(asset, whole.AsMemory(0, length), TestContext.Current.CancellationToken);
            await RefusesAsync(asset, null, "download it again");
            Assert.Empty(Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories));
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task A_flipped_bit_is_found(string kind)
    {
        var asset = await PackAsync(kind);
        var whole = await File.ReadAllBytesAsync(asset, TestContext.Current.CancellationToken);
        var found = 0;
        for (var at = whole.Length / 4; at < whole.Length * 3 / 4; at += whole.Length / 20)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            await File.WriteAllBytesAsync(asset, changed, TestContext.Current.CancellationToken);
            await RefusesAsync(asset, null, "download it again");
            found++;
        }

        Assert.True(found > 5, $"{found}");
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task What_inflates_beyond_the_limit_is_refused(string kind)
    {
        var bomb = Path.Combine(Directory.CreateDirectory(_folder["content"]).FullName, Library);
        await File.WriteAllBytesAsync(bomb, [.. "!<arch>\n"u8, .. new byte[20_000_000]], TestContext.Current.CancellationToken);
        var asset = kind.StartsWith("a.", StringComparison.Ordinal)
            ? await PackedAsset.OfFileAsync(kind, bomb, _folder[$"libdemo.{kind}"])
            : await PackedAsset.OfFolderAsync(kind, _folder["content"], _folder[$"demo.{kind}"]);
        Assert.True(new FileInfo(asset).Length < 100_000);
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => ReadAsync(asset, null, Machine.X86_64, true, limit: 1_000_000));
        Assert.Contains("1 MB", refused.Message, StringComparison.Ordinal);
        Assert.Contains("inflatedLimitMB", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_name_that_climbs_out_is_refused(string kind)
    {
        var content = Content("");
        var asset = _folder[$"demo.{kind}"];
        if (kind == "zip")
        {
            await using var zip = await ZipFile.OpenAsync(asset, ZipArchiveMode.Create, TestContext.Current.CancellationToken);
            await zip.CreateEntryFromFileAsync(Path.Combine(content, Library), $"../{Library}", TestContext.Current.CancellationToken);
        }
        else if (kind == "7z")
        {
            await PackedAsset.OfFolderAsync(kind, content, asset);
            await PackedAsset.ShellAsync(content, "7z rn -bso0 \"$1\" $2 ../$2", asset, Library);
        }
        else
        {
            await PackedAsset.ShellAsync(content, "tar -P -caf \"$1\" --transform 's,^,../,' $2", asset, Library);
        }

        await RefusesAsync(asset, null, $"'../{Library}' points outside of the folder that it is unpacked to: refused");
    }

    [Theory]
    [InlineData("zip", "zip -q -P secret \"$1\" *")]
    [InlineData("7z", "7z a -bso0 -psecret \"$1\" ./*")]
    [InlineData("7z", "7z a -bso0 -psecret -mhe=on \"$1\" ./*")]
    public async Task What_is_encrypted_is_refused(string kind, string command)
    {
        await Repository.Tools.RequireAsync(kind, TestContext.Current.CancellationToken);
        await PackedAsset.ShellAsync(Content(""), command, _folder[$"demo.{kind}"]);
        await RefusesAsync(_folder[$"demo.{kind}"], null, "encrypted");
    }

    [Fact]
    public async Task More_entries_than_any_release_has_are_refused()
    {
        const int Entries = 100_000;
        await using (var file = File.Create(_folder["demo.tar"]))
        {
            await using var tar = new TarWriter(file, TarEntryFormat.Ustar);
            for (var index = 0; index < Entries; index++) tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{index}"));
        }

        await using (var zip = await ZipFile.OpenAsync(_folder["demo.zip"], ZipArchiveMode.Create, TestContext.Current.CancellationToken))
        {
            for (var index = 0; index < Entries; index++) zip.CreateEntry($"{index}");
        }

        await using (var file = File.Create(_folder["demo.7z"]))
        {
            using var writer = new SevenZipWriter(file, new SevenZipWriterOptions());
            for (var index = 0; index < Entries; index++) writer.Write($"{index}", Stream.Null, null);
        }

        foreach (var kind in (string[])["tar", "zip", "7z"])
        {
            await RefusesAsync(_folder[$"demo.{kind}"], null, "entries", $"{AssetContainer.MostEntries}", "refused");
        }
    }

    [Fact]
    public async Task Several_gzip_parts_and_xz_streams_are_one_file()
    {
        var (library, size) = (objects.ArchiveFor(Target), new FileInfo(objects.ArchiveFor(Target)).Length);
        await PackedAsset.ShellAsync(
            _folder.Path, "head -c $2 \"$1\" > one; tail -c +$(($2 + 1)) \"$1\" > two; gzip one two; cat one.gz two.gz > libdemo.a.gz",
            library, $"{size / 2}");
        await FindsAsync(_folder["libdemo.a.gz"], Library);
        await PackedAsset.ShellAsync(
            _folder.Path, "head -c $2 \"$1\" > one; tail -c +$(($2 + 1)) \"$1\" > two; xz one two; cat one.xz two.xz > libdemo.a.xz",
            library, $"{size / 2}");
        await FindsAsync(_folder["libdemo.a.xz"], Library);
        await PackedAsset.ShellAsync(_folder.Path, "head -c -12 libdemo.a.xz > cut.a.xz");
        await RefusesAsync(_folder["cut.a.xz"], null, "download it again");
    }

    [Fact]
    public async Task A_tar_file_s_devices_and_long_names_do_no_harm()
    {
        var name = $"{string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 12))}/{Library}";
        await using (var file = File.Create(_folder["demo.tar"]))
        {
            await using var tar = new TarWriter(file, TarEntryFormat.Gnu);
            tar.WriteEntry(new GnuTarEntry(TarEntryType.CharacterDevice, "dev/null") { DeviceMajor = 1, DeviceMinor = 3 });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.Fifo, "pipe"));
            tar.WriteEntry(objects.ArchiveFor(Target), name);
        }

        await FindsAsync(_folder["demo.tar"], name);
    }

    private async Task<string> PackAsync(string kind) => kind.StartsWith("a.", StringComparison.Ordinal)
        ? await PackedAsset.OfFileAsync(kind, objects.ArchiveFor(Target), _folder[$"libdemo.{kind}"])
        : await PackedAsset.OfFolderAsync(kind, Content("lib"), _folder[$"demo.{kind}"]);

    /// <summary>A folder with the library in each of some folders.</summary>
    private string Content(params string[] folders)
    {
        foreach (var folder in folders)
        {
            var path = Directory.CreateDirectory(Path.Combine(_folder["content"], folder)).FullName;
            File.Copy(objects.ArchiveFor(Target), Path.Combine(path, Library));
        }

        return _folder["content"];
    }

    private async Task FindsAsync(string asset, string entry, string? meant = null)
    {
        foreach (var keepsFile in (bool[])[false, true])
        {
            var found = await ReadAsync(asset, meant, Machine.X86_64, keepsFile);
            Assert.Equal(entry, found.Entry);
            Assert.Equal(await Digest.OfFileAsync(objects.ArchiveFor(Target), TestContext.Current.CancellationToken), found.Sha256);
            Assert.Equal(new FileInfo(objects.ArchiveFor(Target)).Length, found.Size);
            Assert.Equal(keepsFile || !asset.EndsWith(".zip", StringComparison.Ordinal), found.HasFile);
            var files = Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories);
            Assert.Equal(found.HasFile ? [found.Path] : [], files);
            if (found.HasFile) Assert.Equal(found.Sha256, await Digest.OfFileAsync(found.Path, TestContext.Current.CancellationToken));
        }
    }

    private Task RefusesAsync(string asset, string? meant, params string[] words) => RefusesAsync(asset, meant, Machine.X86_64, words);

    private async Task RefusesAsync(string asset, string? meant, Machine machine, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => ReadAsync(asset, meant, machine, true));
        Assert.Contains(asset, refused.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refused.Message);
    }

    private async Task<ReadArchive> ReadAsync(string asset, string? meant, Machine machine, bool keepsFile, long limit = 1 << 30)
    {
        var output = _folder["out"];
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        Directory.CreateDirectory(output);
        using var container = AssetContainer.Open(asset, limit);
        var pattern = meant is null ? null : new PathPattern(meant);
        return await new LibrarySearch(container, pattern, machine, output, keepsFile).ReadAsync(TestContext.Current.CancellationToken);
    }
}
