using System.Text.RegularExpressions;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

public sealed partial class ImageTests(CompiledObjects objects)
{
    [Theory]
    [InlineData("/bin/ls")]
    [InlineData("/usr/bin/llvm-ar-14")]
    [InlineData("/usr/bin/qemu-aarch64-static")]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6")]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6")]
    public async Task ELF_images_need_what_readelf_says(string path)
    {
        Assert.SkipUnless(File.Exists(path), $"{path} is not here");
        var text = await objects.RunWith(new() { ["LC_ALL"] = "C" }, "readelf", "-W", "-d", "-l", "-V", path);
        var image = Image(path);
        Assert.Equal(Needed().Matches(text).Select(match => match.Groups[1].Value), image.Needed);
        Assert.Equal(Interpreter().Match(text) is { Success: true } found ? found.Groups[1].Value : null, image.Interpreter);
        var versions = text.Contains("Version needs", StringComparison.Ordinal)
            ? text[text.IndexOf("Version needs", StringComparison.Ordinal)..]
            : "";
        Assert.Equal(Glibc().Matches(versions).Select(match => Version.Parse(match.Groups[1].Value)).DefaultIfEmpty().Max(), image.Glibc);
    }

    [Fact]
    public async Task Executables_of_this_compiler_keep_or_lose_their_symbol_table()
    {
        objects.Write("image.c", "int inside(void) { return 1; } int main(void) { return inside(); }"u8);
        await objects.Run("clang", "-Wl,--build-id", "-o", "image", "image.c");
        Assert.True(Image(objects["image"]).HasSymbolTable);
        var id = (
            await objects.Run("readelf", "-n", "image")).Split('\n').First(
                line => line.Contains("Build ID", StringComparison.Ordinal)).Split(':')[1].Trim();
        Assert.Equal(id, Image(objects["image"]).BuildId);
        await objects.Run("llvm-objcopy", "--only-keep-debug", "image", "image.dbg");
        await objects.Run("llvm-objcopy", "--strip-all", "--add-gnu-debuglink=image.dbg", "image", "stripped");
        var image = Image(objects["stripped"]);
        Assert.False(image.HasSymbolTable);
        Assert.Equal(("image.dbg", id), (image.DebugFile, image.BuildId));
    }

    [Fact]
    public async Task DLLs_and_dylibs_need_and_export_what_LLVM_says()
    {
        foreach (
            var zip in new[] { "slim-bindings-x86_64-pc-windows-gnu.zip", "slim-bindings-x86_64-pc-windows-msvc.zip", "slim-bindings-aarch64-apple-darwin.zip" })
        {
            var folder = objects["images-" + zip];
            await objects.Run("unzip", "-q", Path.Combine(await SampleAssets.FolderAsync(), zip), "-d", folder);
            var path = Directory.GetFiles(folder).Single(file => Path.GetExtension(file) is ".dll" or ".dylib");
            var text = await objects.Run("llvm-readobj", "--coff-imports", "--coff-exports", "--needed-libs", path);
            using var library = StaticLibrary.Open(path);
            var summary = library.Summarize();
            if (path.EndsWith(".dll", StringComparison.Ordinal))
            {
                var exports = Regex.Matches(
                    text, @"Export \{\s+Ordinal: \d+\s+Name: (\S+)").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
                Assert.Equal(exports, summary.Exports.Order(StringComparer.Ordinal));
                Assert.Equal(Regex.Matches(text, @"Import \{\s+Name: (\S+)").Select(match => match.Groups[1].Value), summary.Image!.Needed);
            }
            else
            {
                var needed = Regex.Match(
                    text, @"NeededLibraries \[\s*([^\]]*)\]").Groups[1].Value.Split(
                        '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(
                    needed.Where(library => library != summary.Image!.Name).Order(StringComparer.Ordinal),
                    summary.Image!.Needed.Order(StringComparer.Ordinal));
            }
        }
    }

    private static ImageFacts Image(string path)
    {
        using var library = StaticLibrary.Open(path);
        using var opened = library.OpenObject();
        return opened.Image()!;
    }

    [GeneratedRegex(@"\(NEEDED\)\s+Shared library: \[([^\]]+)\]")]
    private static partial Regex Needed();

    [GeneratedRegex(@"\[Requesting program interpreter: ([^\]]+)\]")]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"Name: GLIBC_([0-9.]+)")]
    private static partial Regex Glibc();
}
