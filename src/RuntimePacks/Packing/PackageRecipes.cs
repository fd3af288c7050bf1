using NuGet.Packaging;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Provenance;
using RuntimePacks.Releases;
using RuntimePacks.Tools;

namespace RuntimePacks.Packing;

/// <summary>The content of each package of one release.</summary>
/// <param name="packedWith">What the packages say that they were packed with.</param>
internal sealed class PackageRecipes(
    PackDefinition definition, PackageSources sources, Release release, string version, IReadOnlyList<ToolVersion> packedWith)
{
    private readonly BillOfMaterials _bill = new(definition);

    /// <summary>What writes packages here: its version decides how they are compressed and what is in a nuspec.</summary>
    public static IReadOnlyList<ToolVersion> Writers { get; } =
    [
        new(".NET", Environment.Version.ToString()),
        new("NuGet.Packaging", typeof(PackageBuilder).Assembly.GetName().Version!.ToString()),
    ];

    /// <summary>
    /// The package that holds the static library for one RID: nothing in it is
    /// of another RID, so that it is the same whichever are packed with it.
    /// </summary>
    /// <param name="part">The RID and its library.</param>
    /// <param name="asset">
    /// The path of the asset that the library came in, whose compression is
    /// kept for a library that was not slimmed; null to compress it anew.
    /// </param>
    public PackageContent Runtime(PackagePart part, string? asset)
    {
        var id = definition.RuntimePackageId(part.Rid);
        var template = new Template(
            new Dictionary<string, string>(Tokens(id, [part.Rid])) { ["rid"] = part.Rid, ["target"] = part.Platform.Target });
        var content = new PackageContent(template.ExpandXml(sources.RuntimeNuspec));
        var path = $"runtimes/{part.Rid}/native/{part.Library.FileName}";
        if (part.Library.Steps.Count == 0 && asset is not null) content.AddCarried(path, part.Library.Source, asset);
        else content.AddFile(path, part.Library.Path, part.Library.Sha256);
        content.AddLines("link/arguments.txt", part.Platform.LinkLine);
        content.AddLines("link/target.txt", [part.Platform.Target]);
        content.AddLines("link/pinvoke.txt", definition.PInvokeNames);
        if (part.Library.Glibc is { } glibc) content.AddLines("link/glibc.txt", [glibc.Version, .. glibc.Because]);
        content.AddLines(PackDefinition.ExportsEntry, part.Library.Source.Exports);
        var provenance = PackageProvenance.Of(id, version, part.Rid, release, part.Library, packedWith);
        content.Add(PackageProvenance.Entry, JsonFile.Text(provenance));
        content.Add(BillOfMaterials.Entry, JsonFile.Text(_bill.Of(provenance)));
        AddBuildFiles(content, template, id, [part.Rid]);
        return content;
    }

    /// <summary>
    /// The package that consumers reference; its runtime.json maps each RID to the package above, at exactly this version.
    /// </summary>
    /// <param name="platforms">What is in the package for each RID.</param>
    /// <remarks>runtime.json: <see href="https://learn.microsoft.com/nuget/concepts/package-versioning"/> for the version range.</remarks>
    public PackageContent Meta(IReadOnlyList<MetaProvenance.RuntimePart> platforms)
    {
        var rids = platforms.Select(platform => platform.Rid).ToList();
        var template = new Template(Tokens(definition.PackageId, rids));
        var content = new PackageContent(template.ExpandXml(sources.MetaNuspec));
        content.Add("runtime.json", JsonFile.Text(new
        {
            Runtimes = platforms.ToDictionary(platform => platform.Rid, platform => new Dictionary<string, object>
            {
                [definition.PackageId] = new Dictionary<string, string> { [platform.PackageId] = $"[{version}]" },
            }),
        }));
        var provenance = new MetaProvenance
        {
            PackageId = definition.PackageId,
            PackageVersion = version,
            Release = SourceRelease.Of(release),
            Platforms = platforms,
            PackedWith = packedWith,
        };
        content.Add(PackageProvenance.Entry, JsonFile.Text(provenance));
        content.Add(BillOfMaterials.Entry, JsonFile.Text(_bill.Of(provenance)));
        AddBuildFiles(content, template, definition.PackageId, rids);
        return content;
    }

    /// <summary>What the package that consumers reference says of one RID.</summary>
    public MetaProvenance.RuntimePart Part(PackagePart part) => new(
        part.Rid,
        part.Platform.Target,
        definition.RuntimePackageId(part.Rid),
        SourceAsset.Of(part.Library.Source.Asset),
        part.Library.FileName,
        part.Library.Sha256);

    private void AddBuildFiles(PackageContent content, Template template, string id, IEnumerable<string> rids)
    {
        content.Add($"buildTransitive/{id}.targets", template.Expand(sources.Targets));
        content.Add("buildTransitive/shared.targets", template.Expand(sources.SharedTargets));
        content.Add("buildTransitive/rids.txt", string.Join(';', rids) + "\n");
        content.Add("README.md", template.Expand(sources.Readme));
    }

    private Dictionary<string, string> Tokens(string id, IEnumerable<string> rids) => new()
    {
        ["packageId"] = id,
        ["metaPackageId"] = definition.PackageId,
        ["beforeRid"] = definition.RuntimePackageIdPattern.Split("{rid}")[0],
        ["afterRid"] = definition.RuntimePackageIdPattern.Split("{rid}")[1],
        ["version"] = version,
        ["prefix"] = definition.MSBuildPrefix,
        ["diagnostic"] = definition.DiagnosticPrefix,
        ["description"] = release.Sample
            ? $"A sample that stands in for the real library. {definition.Description}"
            : definition.Description,
        ["authors"] = definition.Authors,
        ["license"] = definition.License,
        ["projectUrl"] = definition.ProjectUrl,
        ["helpLink"] = definition.DocsUrl is { } page ? $"{page}#{definition.DiagnosticPrefix.ToLowerInvariant()}{{code}}" : "",
        ["tags"] = definition.Tags,
        ["repository"] = release.Repository,
        ["repositoryUrl"] = $"https://github.com/{release.Repository}",
        ["commit"] = release.Commit ?? "",
        ["tag"] = release.Tag,
        ["rids"] = string.Join(", ", rids),
        ["pinvokeNames"] = string.Join(", ", definition.PInvokeNames.Select(name => $"`{name}`")),
    };
}
