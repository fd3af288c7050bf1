using RuntimePacks.Files;
using RuntimePacks.Platforms;
using RuntimePacks.Provenance;
using RuntimePacks.Releases;

namespace RuntimePacks.Packing;

/// <summary>What goes into each package of one release.</summary>
public sealed class PackageContents(PackDefinition definition, PackageSources sources, Release release, string version, IReadOnlyList<PackagePart> parts)
{
    public IReadOnlyList<PackagePart> Parts => parts;

    /// <summary>The package that holds the static library for one RID: nothing in it is of another RID, so that it is the same whichever are packed with it.</summary>
    /// <param name="part">The RID and its library.</param>
    /// <param name="asset">The path of the asset that the library came in.</param>
    public PackageContent Runtime(PackagePart part, string asset)
    {
        var id = definition.RuntimePackageId(part.Rid);
        var template = new Template(new Dictionary<string, string>(Tokens(id, [part])) { ["rid"] = part.Rid, ["target"] = part.Platform.Target });
        var content = new PackageContent(template.Expand(sources.RuntimeNuspec));
        var path = $"runtimes/{part.Rid}/native/{part.Library.FileName}";
        if (part.Library.Steps.Count == 0) content.AddCarried(path, part.Library.Source, asset);
        else content.AddFile(path, part.Library.Path, part.Library.Sha256);
        content.AddLines("link/arguments.txt", part.Platform.LinkLine);
        content.AddLines("link/target.txt", [part.Platform.Target]);
        content.AddLines("link/pinvoke.txt", definition.PInvokeNames);
        content.AddLines("link/exports.txt", part.Library.Source.Exports);
        content.Add("provenance.json", JsonFile.Text(PackageProvenance.Of(id, version, part.Rid, release, part.Library)));
        AddBuildFiles(content, template, id, [part.Rid]);
        return content;
    }

    /// <summary>The package that consumers reference; its runtime.json maps each RID to the package above, at exactly this version.</summary>
    /// <remarks>runtime.json: <see href="https://learn.microsoft.com/nuget/concepts/package-versioning"/> for the version range.</remarks>
    public PackageContent Meta()
    {
        var template = new Template(Tokens(definition.PackageId, parts));
        var content = new PackageContent(template.Expand(sources.MetaNuspec));
        content.Add("runtime.json", JsonFile.Text(new
        {
            Runtimes = parts.ToDictionary(part => part.Rid, part => new Dictionary<string, object>
            {
                [definition.PackageId] = new Dictionary<string, string> { [definition.RuntimePackageId(part.Rid)] = $"[{version}]" },
            }),
        }));
        AddBuildFiles(content, template, definition.PackageId, parts.Select(part => part.Rid));
        return content;
    }

    private void AddBuildFiles(PackageContent content, Template template, string id, IEnumerable<string> rids)
    {
        content.Add($"buildTransitive/{id}.targets", template.Expand(sources.Targets));
        content.Add("buildTransitive/rids.txt", string.Join(';', rids) + "\n");
        content.Add("README.md", template.Expand(sources.Readme));
    }

    private Dictionary<string, string> Tokens(string id, IEnumerable<PackagePart> inside) => new()
    {
        ["packageId"] = id,
        ["metaPackageId"] = definition.PackageId,
        ["version"] = version,
        ["prefix"] = definition.MSBuildPrefix,
        ["diagnostic"] = definition.DiagnosticPrefix,
        ["description"] = release.Sample ? $"A sample that stands in for the real library. {definition.Description}" : definition.Description,
        ["authors"] = definition.Authors,
        ["license"] = definition.License,
        ["projectUrl"] = definition.ProjectUrl,
        ["tags"] = definition.Tags,
        ["repository"] = release.Repository,
        ["repositoryUrl"] = $"https://github.com/{release.Repository}",
        ["commit"] = release.Commit ?? "",
        ["tag"] = release.Tag,
        ["rids"] = string.Join(", ", inside.Select(part => part.Rid)),
        ["pinvokeNames"] = string.Join(", ", definition.PInvokeNames.Select(name => $"`{name}`")),
    };
}
