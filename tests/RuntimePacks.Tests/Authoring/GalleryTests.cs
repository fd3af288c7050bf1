using System.Text.Json.Nodes;
using RuntimePacks.Abi;
using RuntimePacks.Authoring;
using RuntimePacks.Definition;
using RuntimePacks.Releases;
using RuntimePacks.Verification;

namespace RuntimePacks.Tests.Authoring;

/// <summary>The definitions in <c>samples/definitions</c>, each on a release of the shape that its project's releases have.</summary>
[Collection<WithCompiledObjects>]
public sealed class GalleryTests(CompiledObjects objects) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Projects => ReleaseShapes.Names;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_definition_has_a_shape_and_a_line_in_the_table()
    {
        var table = File.ReadAllText(Repository.PathOf("samples", "definitions", "README.md"));
        var names = Directory.GetFiles(Repository.PathOf("samples", "definitions"), "*.json").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(ReleaseShapes.All.Select(shape => shape.Project).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Contains($"({name}.json)", table, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task A_definition_finds_the_library_of_each_platform_and_Init_writes_such_a_definition(string project)
    {
        var shape = ReleaseShapes.Of(project);
        await shape.WriteAsync(objects, _folder);
        var definition = Definition(project);
        Assert.Equal(definition.Platforms.Select(platform => platform.Target), await VerifiedAsync(definition, shape.Tag));

        var written = _folder["written.json"];
        await new FirstDefinition(written, Repository.PathOf("docs", "definition.schema.json"), new LineLog(_ => { }))
            .WriteAsync(KnownRelease.In(_folder["release"], shape.Tag), TestContext.Current.CancellationToken);
        var first = PackDefinition.Load(written);
        Assert.Equal(Naming(definition), Naming(first));
        Assert.Equal(definition.Platforms.Select(Naming), first.Platforms.Select(Naming));
        Assert.Equal(definition.Platforms.Select(platform => platform.Target), await VerifiedAsync(first, shape.Tag));
    }

    /// <summary>What a definition says of names; what it says of the tag is known from a tag that is more than a version.</summary>
    private static string Naming(PackDefinition definition) => string.Join(
        '\n', definition.PackageId, definition.RuntimePackageIdPattern, definition.MSBuildPrefix, definition.DiagnosticPrefix,
        definition.AssetPattern, definition.LibraryPath, string.Join(' ', definition.PInvokeNames));

    private static string Naming(Platform platform) =>
        string.Join(' ', platform.Target, platform.Rid, platform.Asset, platform.LibraryPath, platform.NotPackedBecause);

    /// <summary>The project's own, but for the exports: the libraries here have others.</summary>
    private PackDefinition Definition(string project)
    {
        var path = Repository.PathOf("samples", "definitions", $"{project}.json");
        var text = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        text["exports"] = new JsonObject { ["required"] = new JsonArray("exported_*") };
        text["smokeApp"] = Path.GetFullPath((string)text["smokeApp"]!, Path.GetDirectoryName(path)!);
        return PackDefinition.Load(_folder.Write($"{project}.json", text.ToJsonString()));
    }

    /// <returns>The targets whose libraries may be packed, in the definition's order.</returns>
    private async Task<IEnumerable<string>> VerifiedAsync(PackDefinition definition, string tag)
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = new ReleaseFolder(_folder["release"], definition);
        var listed = await folder.HashAsync(folder.List(tag, new AssetSelection(definition, rids: null), pinned: null), cancel);
        var release = new Release
        {
            Repository = listed.Repository,
            Tag = listed.Tag,
            Version = listed.Version,
            Assets = [.. listed.Assets.Select(asset => asset.Pin())],
        };
        var libraries = await new AssetVerifier(definition, _folder["libraries"], keepsFiles: false, new LineLog(_ => { }))
            .VerifyAsync(release, folder.PathOf, [], cancel);
        AbiCheck.RequireSame(libraries);
        return definition.Platforms.Select(platform => platform.Target)
            .Where(target => libraries.Any(library => library.Asset.Target == target));
    }
}
