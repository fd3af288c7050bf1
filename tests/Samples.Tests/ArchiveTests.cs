using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Samples.Tests;

/// <summary>The static libraries, as LLVM's own tools read them.</summary>
public sealed partial class ArchiveTests(BuiltRelease built)
{
    private static readonly Dictionary<string, string> Formats = new()
    {
        ["x86_64-unknown-linux-gnu"] = "elf64-x86-64",
        ["x86_64-unknown-linux-musl"] = "elf64-x86-64",
        ["aarch64-unknown-linux-gnu"] = "elf64-littleaarch64",
        ["aarch64-unknown-linux-musl"] = "elf64-littleaarch64",
        ["x86_64-apple-darwin"] = "Mach-O 64-bit x86-64",
        ["aarch64-apple-darwin"] = "Mach-O arm64",
        ["x86_64-pc-windows-gnu"] = "COFF-x86-64",
        ["x86_64-pc-windows-msvc"] = "COFF-x86-64",
        ["aarch64-pc-windows-msvc"] = "COFF-ARM64",
    };

    [Theory]
    [MemberData(nameof(BuiltRelease.Triples), MemberType = typeof(BuiltRelease))]
    public async Task Every_member_is_an_object_of_the_target(string triple)
    {
        string library = built.StaticLibrary(BuiltRelease.Target(triple));
        string[] members = await built.LinesAsync("llvm-ar", "t", library);
        var formats = (
            await built.LinesAsync("llvm-readobj", library)).Where(line => line.StartsWith("Format: ", StringComparison.Ordinal)).ToList();
        Assert.True(members.Length >= 4, $"{members.Length} members");
        Assert.Equal(members.Length, formats.Count);
        Assert.All(formats, format => Assert.Equal("Format: " + Formats[triple], format));
    }

    [Theory]
    [MemberData(nameof(BuiltRelease.Triples), MemberType = typeof(BuiltRelease))]
    public async Task Every_archive_defines_the_same_exports(string triple)
    {
        var target = BuiltRelease.Target(triple);
        // Rust leaves bitcode in its objects, often of a newer LLVM than the one here.
        string[] lines = await built.LinesAsync(
            "llvm-nm", "--no-llvm-bc", "--defined-only", "--extern-only", "--no-demangle", "--format=posix", built.StaticLibrary(target));
        Assert.Equal(BuiltRelease.Exports, Exported(lines.Select(line => line.Split(' ')[0]), target));
    }

    [Theory]
    [MemberData(nameof(BuiltRelease.Triples), MemberType = typeof(BuiltRelease))]
    public async Task Every_shared_library_exports_the_same(string triple)
    {
        var target = BuiltRelease.Target(triple);
        string library = Path.Combine(built.Unpacked(target), target.SharedLibrary);
        string[] lines = target.IsWindows
            ? [
                .. (
                    await built.LinesAsync(
                        "llvm-readobj", "--coff-exports", library)).Where(
                            line => line.StartsWith("Name: ", StringComparison.Ordinal)).Select(line => line[6..])]
            : await built.LinesAsync(
                "llvm-nm",
                [.. target.IsApple ? Array.Empty<string>() : ["--dynamic"], "--defined-only", "--extern-only", "--format=posix", library]);
        Assert.Equal(BuiltRelease.Exports, lines.Select(line => Name(line.Split(' ')[0], target)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BuiltRelease.Triples), MemberType = typeof(BuiltRelease))]
    public async Task The_constructors_are_where_the_loader_looks_for_them(string triple)
    {
        var target = BuiltRelease.Target(triple);
        string folder = Directory.CreateDirectory(Path.Combine(built.Scratch, "members", triple)).FullName;
        string[] own = [
            .. (
                await built.LinesAsync(
                    "llvm-ar", "t", built.StaticLibrary(target))).Where(
                        member => Path.GetFileName(member).StartsWith("slim_bindings.", StringComparison.Ordinal))];
        var extract = new Command(built.Tools["llvm-ar"].Find()!, ["x", built.StaticLibrary(target), .. own]) { WorkingDirectory = folder };
        await extract.OutputAsync(TestContext.Current.CancellationToken);

        string[] sections = await built.LinesAsync("llvm-readobj", ["--sections", .. Directory.GetFiles(folder)]);
        // One section with both, or one for each, whose name says its turn.
        var (expected, count) = target switch
        {
            { IsWindows: true } => (@"^Name: \.CRT\$XC[A-Z]", 2),
            { IsApple: true } => ("^Name: __mod_init_func ", 1),
            _ => (@"^Name: \.init_array\.[0-9]+ ", 2),
        };
        Assert.Equal(count, sections.Count(line => Regex.IsMatch(line, expected)));
    }

    [Theory]
    [InlineData("x86_64-pc-windows-msvc")]
    [InlineData("aarch64-pc-windows-msvc")]
    public async Task An_msvc_archive_says_what_it_links_against(string triple)
    {
        string[] lines = await built.LinesAsync("llvm-readobj", "--coff-directives", built.StaticLibrary(BuiltRelease.Target(triple)));
        Assert.Contains(lines, line => line.Contains("/DEFAULTLIB:kernel32.lib", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("x86_64-apple-darwin", "10.12")]
    [InlineData("aarch64-apple-darwin", "11.0")]
    public async Task A_macos_archive_names_the_oldest_system_it_runs_on(string triple, string system)
    {
        string library = built.StaticLibrary(BuiltRelease.Target(triple));
        string[] lines = await built.LinesAsync("llvm-readobj", "--macho-version-min", library);
        Assert.Equal((await built.LinesAsync("llvm-ar", "t", library)).Length, lines.Count(line => line == $"Version: {system}"));
    }

    private static IEnumerable<string> Exported(IEnumerable<string> symbols, SampleTarget target) =>
        symbols.Select(symbol => Name(symbol, target)).Where(name => ExportName().IsMatch(name)).Order(StringComparer.Ordinal);

    /// <summary>Mach-O puts an underscore before every C name.</summary>
    private static string Name(string symbol, SampleTarget target) => target.IsApple ? symbol[1..] : symbol;

    [GeneratedRegex("^(uniffi_|ffi_slim|UNIFFI_META_|slim_.*_uniffi_reexport_hack$)")]
    private static partial Regex ExportName();
}
