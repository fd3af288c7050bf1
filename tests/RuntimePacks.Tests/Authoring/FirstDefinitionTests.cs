using RuntimePacks.Authoring;
using RuntimePacks.Definition;
using RuntimePacks.Tests.Containers;

namespace RuntimePacks.Tests.Authoring;

/// <summary>What Init finds in libraries, and what it says of what it cannot know.</summary>
[Collection<WithCompiledObjects>]
public sealed class FirstDefinitionTests(CompiledObjects objects) : IDisposable
{
    private const string Linux = "x86_64-unknown-linux-gnu", Arm = "aarch64-unknown-linux-gnu";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    private string File => _folder["demo.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_sample_is_told_as_its_own_definition_tells_it()
    {
        var (definition, page) = await WriteAsync(KnownRelease.In(await SampleAssets.FolderAsync(), null));
        var own = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));
        Assert.Equal(
            own.Platforms.Select(platform => (platform.Target, platform.Rid)),
            definition.Platforms.Select(platform => (platform.Target, platform.Rid)));
        Assert.Equal(
            (own.AssetPattern, own.Repositories[0], own.TagPatterns[0], "slim_bindings"),
            (definition.AssetPattern, definition.Repositories[0], definition.TagPatterns[0], definition.PInvokeNames[0]));
        Assert.Empty(definition.DigestFiles);
        Assert.StartsWith("2.", definition.Platforms[0].Glibc, StringComparison.Ordinal);
        Assert.Equal(["ffi_slim_*", "slim_sample_uniffi_reexport_hack", "uniffi_slim_*"], definition.Exports.Required);
        Assert.Contains("slim-bindings-aarch64-apple-darwin.zip        aarch64-apple-darwin ", page, StringComparison.Ordinal);
        Assert.Contains("not those of C code inside: slim_*", page, StringComparison.Ordinal);
        Assert.Contains("license (MIT)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_of_a_Rust_library_are_those_of_its_Rust_objects()
    {
        await ReleaseAsync(
            Linux,
            ("demo.demo.1-cgu.0.rcgu.o",
                ["demo_new", "demo_add", "demo_len", "single", "_ZN4demo3f17h0123456789abcdefE", "rust_eh_personality", "memcpy"]),
            ("compiler_builtins-1.compiler_builtins.2-cgu.0.rcgu.o", ["fma", "fmod"]),
            ("zstd.o", ["ZSTD_compress", "ZSTD_free"]));
        _folder.Write($"release/libdemo-{Linux}.a.sha256", "the digest\n");
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "v1.2.0"));
        Assert.Equal(["{asset}.sha256"], definition.DigestFiles);
        Assert.Equal(["demo_*", "single"], definition.Exports.Required);
        Assert.Contains("not those of C code inside: ZSTD_*", page, StringComparison.Ordinal);
        Assert.Equal(["v{version}"], definition.TagPatterns);
        var program = await System.IO.File.ReadAllTextAsync(_folder["demo-smoke/Program.cs"], TestContext.Current.CancellationToken);
        Assert.Contains("[DllImport(\"demo\")] public static extern void demo_add();", program, StringComparison.Ordinal);
        Assert.DoesNotContain("ZSTD", program, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_matches_no_name_that_another_platform_lacks()
    {
        await ReleaseAsync(Linux, ("a.o", ["demo_a1", "demo_a2", "demo_a3", "demo_more"]));
        await ReleaseAsync(Arm, ("a.o", ["demo_a1", "demo_a2", "demo_a3"]));
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "1.2.0"));
        Assert.Equal(["demo_a1", "demo_a2", "demo_a3"], definition.Exports.Required);
        Assert.Equal(["demo_more"], definition.Platforms[0].Exports!.Optional);
        Assert.Null(definition.Platforms[1].Exports);
        Assert.Contains($"exports of {Linux}, which others lack: demo_more", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x86_64-pc-windows-msvc", "BCryptGenRandom", "bcrypt", null)]
    [InlineData("x86_64-pc-windows-msvc", "WaitOnAddress", "synchronization", null)]
    [InlineData("arm64-apple-macosx11.0", "SecRandomCopyBytes", null, "Security")]
    [InlineData("arm64-apple-macosx11.0", "iconv_open", "iconv", null)]
    public async Task What_a_library_links_with_is_told_by_the_names_that_it_refers_to(
        string clang, string name, string? library, string? framework)
    {
        await ReleaseAsync(clang, ("a.o", ["demo_new"]), ("b.o", ["demo_use"]), ("c.o", [$"!{name}"]));
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "1.2.0"));
        var platform = Assert.Single(definition.Platforms);
        if (library is not null) Assert.Contains(library, platform.Libraries);
        if (framework is not null) Assert.Equal([framework], platform.Frameworks);
        Assert.Contains($": linked with {library ?? framework}, since it refers to", page, StringComparison.Ordinal);
        Assert.Equal(clang.Contains("macosx11.0", StringComparison.Ordinal) ? "11.0" : null, platform.DeploymentTarget);
    }

    [Fact]
    public async Task A_library_is_taken_for_what_it_is_and_not_for_what_its_name_says()
    {
        Directory.CreateDirectory(_folder["release"]);
        System.IO.File.Copy(objects.ArchiveFor(Arm), _folder["release/libdemo-linux-x86_64.a"]);
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "1.2.0"));
        Assert.Equal((Arm, "linux-arm64"), (definition.Platforms[0].Target, definition.Platforms[0].Rid));
        Assert.Contains($"libdemo-linux-x86_64.a is taken for {Arm}: aarch64 by its objects", page, StringComparison.Ordinal);
        Assert.Contains("gnu because nothing in it tells", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_told_of_is_refused_and_nothing_is_left()
    {
        await ReleaseAsync(Linux, ("a.o", ["demo_one"]));
        await ReleaseAsync(Arm, ("a.o", ["other_one"]));
        await RefusedAsync("no function with a name of C is in all of the libraries", "libdemo-aarch64-unknown-linux-gnu.a has 1");
        Directory.Delete(_folder["release"], recursive: true);
        _folder.Write("release/README.md", "text\n");
        await RefusedAsync("the release holds no static library for x86_64 or aarch64");
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.Path), path => path.Contains("demo", StringComparison.Ordinal));
        _folder.Write("demo.json", "mine");
        await RefusedAsync("demo.json is there already");
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("nowhere", null, "there is no folder ")]
    [InlineData("release", "next", "'next' has no version in it")]
    public void A_folder_that_is_not_there_and_a_word_that_is_no_version_are_refused(string folder, string? wanted, string words)
    {
        Directory.CreateDirectory(_folder["release"]);
        var refused = Assert.Throws<RuntimePacksException>(() => KnownRelease.In(_folder[folder], wanted));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(params string[] words)
    {
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => WriteAsync(KnownRelease.In(_folder["release"], "1.2.0")));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>Adds an asset: a library of objects, each with functions of these names; one with <c>!</c> is referred to.</summary>
    private async Task ReleaseAsync(string clang, params (string Member, string[] Functions)[] members)
    {
        Directory.CreateDirectory(_folder["release"]);
        var made = Directory.CreateDirectory(_folder[$"made-{clang}"]).FullName;
        foreach (var (member, functions) in members)
        {
            var source = functions.Select(name => name.StartsWith('!')
                ? $"int {name[1..]}(void); int (*demo_uses)(void) = {name[1..]};"
                : $"int {name}(void) {{ return 1; }}");
            await System.IO.File.WriteAllLinesAsync(Path.Combine(made, "a.c"), source, TestContext.Current.CancellationToken);
            await PackedAsset.ShellAsync(made, "clang --target=\"$1\" -w -ffreestanding -c a.c -o \"$2\"", clang, member);
        }

        var name = clang.Contains("apple", StringComparison.Ordinal) ? "darwin" : clang;
        await PackedAsset.ShellAsync(made, "llvm-ar rcs \"$1\" *.o", _folder[$"release/libdemo-{name}.a"]);
    }

    private async Task<(PackDefinition Definition, string Page)> WriteAsync(KnownRelease release)
    {
        var first = new FirstDefinition(File, Repository.PathOf("docs", "definition.schema.json"), new LineLog(_said.Add));
        var page = await first.WriteAsync(release, TestContext.Current.CancellationToken);
        return (PackDefinition.Load(File), page);
    }
}
