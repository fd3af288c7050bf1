using RuntimePacks.Definition;
using RuntimePacks.Inspection;
using RuntimePacks.Tests.Containers;
using StaticLibraries.Libraries;

namespace RuntimePacks.Tests.Inspection;

/// <summary>What Inspect says of an asset, whatever holds its library.</summary>
[Collection<WithCompiledObjects>]
public sealed class ContainerTests(CompiledObjects objects) : IDisposable
{
    private const string Target = "x86_64-unknown-linux-gnu";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Kinds => new()
    {
        { "zip", "a zip file" }, { "7z", "a 7z file" }, { "tar", "a tar file" }, { "tar.gz", "a tar file, compressed with gzip" },
        { "tar.xz", "a tar file, compressed with xz" }, { "tar.bz2", "a tar file, compressed with bzip2" },
        { "tar.zst", "a tar file, compressed with zstd" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_names_the_container_the_library_and_what_is_beside_it(string kind, string container)
    {
        var lib = Directory.CreateDirectory(_folder["content/lib"]).FullName;
        File.Copy(objects.ArchiveFor(Target), Path.Combine(lib, "libdemo.a"));
        File.CreateSymbolicLink(Path.Combine(lib, "libdemo.so"), "libdemo.so.1");
        await File.WriteAllTextAsync(Path.Combine(lib, "demo.h"), "int f(void);\n", TestContext.Current.CancellationToken);
        var asset = await PackedAsset.OfFolderAsync(kind, _folder["content"], _folder[$"slim-bindings-{Target}.{kind}"]);
        var slim = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));
        var definition = slim with { AssetPattern = $"slim-bindings-{{target}}.{kind}", Exports = new() { Required = ["exported_*"] } };

        var inspection = await new Inspector(definition, null).InspectAsync(asset, TestContext.Current.CancellationToken);

        Assert.Equal(container, inspection.Container);
        Assert.Equal(["lib/demo.h", "lib/libdemo.so (a link to libdemo.so.1)"], inspection.OtherEntries.Order(StringComparer.Ordinal));
        var library = Assert.Single(inspection.Entries);
        Assert.Equal(("lib/libdemo.a", FileKind.StaticLibrary), (library.File, library.Kind));
        Assert.Equal((Target, (string?)null), (inspection.Verdict!.Target, inspection.Verdict.Fault));
        Assert.Contains($".{kind}: {container}, ", InspectionPage.Text(inspection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_library_is_one_and_a_text_is_nothing()
    {
        var asset = await PackedAsset.OfFileAsync("a.zst", objects.ArchiveFor(Target), _folder["libdemo.a.zst"]);
        var inspector = new Inspector(PackDefinition.Load(Repository.PathOf("packaging", "slim.json")), null);
        var library = Assert.Single((await inspector.InspectAsync(asset, TestContext.Current.CancellationToken)).Entries);
        Assert.Equal(("libdemo.a", FileKind.StaticLibrary), (library.File, library.Kind));
        var text = await inspector.InspectAsync(_folder.Write("a.txt", "text\n"), TestContext.Current.CancellationToken);
        Assert.Equal((FileKind.Unknown, (string?)null), (text.Kind, text.Container));
    }
}
