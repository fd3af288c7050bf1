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
        Assert.Equal(own.Platforms.Select(platform => (platform.Target, platform.Rid)), definition.Platforms.Select(platform => (platform.Target, platform.Rid)));
        Assert.Equal(
            (own.AssetPattern, own.Repositories[0], own.TagPatterns[0], "slim_bindings"),
            (definition.AssetPattern, definition.Repositories[0], definition.TagPatterns[0], definition.PInvokeNames[0]));
        Assert.Equal(["ffi_slim_*", "slim_sample_uniffi_reexport_hack", "uniffi_slim_*"], definition.Exports.Required);
        Assert.Contains("slim-bindings-aarch64-apple-darwin.zip        aarch64-apple-darwin        osx-arm64", page, StringComparison.Ordinal);
        Assert.Contains("not those that only some have: slim_c_buffer_free", page, StringComparison.Ordinal);
        Assert.Contains("license (MIT)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_of_a_Rust_library_are_those_of_its_Rust_objects()
    {
        await ReleaseAsync(
            Linux,
            ("demo.demo.1-cgu.0.rcgu.o", "int demo_new(void) { return 1; } int demo_add(void) { return 2; } int demo_len(void) { return 3; } "
                + "int single(void) { return 4; } int _ZN4demo3f17h0123456789abcdefE(void) { return 5; } int rust_eh_personality(void) { return 6; }"),
            ("compiler_builtins-1.compiler_builtins.2-cgu.0.rcgu.o", "double fma(double a, double b, double c) { return a + b + c; }"),
            ("zstd.o", "int ZSTD_compress(void) { return 1; } int ZSTD_free(void) { return 2; }"));
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "v1.2.0"));
        Assert.Equal(["demo_*", "single"], definition.Exports.Required);
        Assert.Contains("not those of libraries in C inside: ZSTD_*", page, StringComparison.Ordinal);
        Assert.Equal(["v{version}"], definition.TagPatterns);
        var program = await System.IO.File.ReadAllTextAsync(_folder["demo-smoke/Program.cs"], TestContext.Current.CancellationToken);
        Assert.Contains("[DllImport(\"demo\")] public static extern void demo_add();", program, StringComparison.Ordinal);
        Assert.DoesNotContain("ZSTD", program, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_matches_no_name_that_another_platform_lacks()
    {
        await ReleaseAsync(Linux, ("a.o", "int demo_a1(void) { return 1; } int demo_a2(void) { return 1; } int demo_a3(void) { return 1; } int demo_more(void) { return 1; }"));
        await ReleaseAsync(Arm, ("a.o", "int demo_a1(void) { return 1; } int demo_a2(void) { return 1; } int demo_a3(void) { return 1; }"));
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "1.2.0"));
        Assert.Equal(["demo_a1", "demo_a2", "demo_a3"], definition.Exports.Required);
        Assert.Contains("not those that only some have: demo_more", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x86_64-pc-windows-msvc", "BCryptGenRandom", "bcrypt", null)]
    [InlineData("x86_64-pc-windows-msvc", "WaitOnAddress", "synchronization", null)]
    [InlineData("arm64-apple-macosx11.0", "SecRandomCopyBytes", null, "Security")]
    [InlineData("arm64-apple-macosx11.0", "iconv_open", "iconv", null)]
    public async Task What_a_library_links_with_is_told_by_the_names_that_it_refers_to(
        string clang, string name, string? library, string? framework)
    {
        await ReleaseAsync(clang, ("a.o", $"int {name}(void); int demo_new(void) {{ return {name}(); }}"));
        var (definition, page) = await WriteAsync(KnownRelease.In(_folder["release"], "1.2.0"));
        var platform = Assert.Single(definition.Platforms);
        Assert.Equal((library is not null, framework is not null), (platform.Libraries.Contains(library), platform.Frameworks.Contains(framework)));
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
        await ReleaseAsync(Linux, ("a.o", "int demo_one(void) { return 1; }"));
        await ReleaseAsync(Arm, ("a.o", "int other_one(void) { return 1; }"));
        await RefusedAsync("no function with a name of C is in all of the libraries", "libdemo-aarch64-unknown-linux-gnu.a has 1");
        Directory.Delete(_folder["release"], recursive: true);
        _folder.Write("release/README.md", "text\n");
        await RefusedAsync("the release holds no static library for x86_64 or aarch64");
        Assert.Equal(["release"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Where(name => !name!.StartsWith("made", StringComparison.Ordinal)));
        _folder.Write("demo.json", "mine");
        await RefusedAsync("demo.json is there already");
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.Contains("there is no folder", Assert.Throws<RuntimePacksException>(() => KnownRelease.In(_folder["nowhere"], null)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'next' has no version in it", Assert.Throws<RuntimePacksException>(() => KnownRelease.In(_folder["release"], "next")).Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(params string[] words)
    {
        var refused = await Assert.ThrowsAsync<RuntimePacksException>(() => WriteAsync(KnownRelease.In(_folder["release"], "1.2.0")));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>Adds an asset: a library of objects in C, each with its member's name.</summary>
    private async Task ReleaseAsync(string clang, params (string Member, string Source)[] members)
    {
        Directory.CreateDirectory(_folder["release"]);
        var made = Directory.CreateDirectory(_folder[$"made-{clang}"]).FullName;
        foreach (var (member, source) in members)
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(made, "a.c"), source, TestContext.Current.CancellationToken);
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
