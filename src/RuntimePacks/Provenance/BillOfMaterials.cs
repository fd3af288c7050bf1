using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using static RuntimePacks.Provenance.CycloneDxBom;

namespace RuntimePacks.Provenance;

/// <summary>
/// The <c>sbom.cdx.json</c> in each package: what its <c>provenance.json</c>
/// says, as CycloneDX 1.6, for the tools that read bills of materials.
/// </summary>
internal sealed class BillOfMaterials(PackDefinition definition)
{
    /// <summary>Where it lies in a package; <c>*.cdx.json</c> is how tools find one (CycloneDX, "Recognized file patterns").</summary>
    public const string Entry = "sbom.cdx.json";

    /// <summary>Of a runtime package: the library, its ancestors in the release, and what changed it.</summary>
    public CycloneDxBom Of(PackageProvenance package)
    {
        var library = Library(package.Release, package.Library.FileName, package.Library.Sha256) with
        {
            Pedigree = new Pedigree(
                [
                    new Component("file", package.Original.FileName)
                    {
                        Version = package.Release.Version,
                        Hashes = Hash.Sha256(package.Original.Sha256),
                        Description = $"as it is in {package.Asset.Name}",
                    },
                    Asset(package.Release, package.Asset),
                ],
                Commits(package.Release),
                package.Library.Steps.Count == 0
                    ? "Packed as it came."
                    : $"Made smaller by: {string.Join(", ", package.Library.Steps)}. "
                        + $"{PackageProvenance.Entry} has the digests before and after each step."),
        };
        return Bom(
            package,
            package.PackageId,
            package.PackageVersion,
            [.. package.Stages.SelectMany(stage => stage.Tools), .. package.PackedWith],
            [library],
            incomplete: [library.Ref!]);
    }

    /// <summary>Of the package that consumers reference: the packages that it picks among.</summary>
    public CycloneDxBom Of(MetaProvenance package)
    {
        var packages = package.Platforms.Select(platform => Package(platform.PackageId, package.PackageVersion) with
        {
            Description = $"The static library for {platform.Rid} ({platform.Target}), with SHA-256 {platform.LibrarySha256}, "
                + $"from {platform.Asset.Name}",
        }).ToList();
        return Bom(
            package,
            package.PackageId,
            package.PackageVersion,
            package.PackedWith,
            packages,
            incomplete: packages.Select(component => component.Ref!));
    }

    private CycloneDxBom Bom(
        object provenance,
        string id,
        string version,
        IEnumerable<ToolVersion> tools,
        IReadOnlyList<Component> components,
        IEnumerable<string> incomplete)
    {
        var self = Package(id, version) with
        {
            Description = definition.Description,
            ExternalReferences =
            [
                new Reference("build-meta", PackageProvenance.Entry) { Comment = "in this package: where each byte comes from" },
                new Reference("website", definition.ProjectUrl),
            ],
        };
        return new CycloneDxBom
        {
            SerialNumber = SerialNumber(JsonFile.Text(provenance)),
            Metadata = new Meta(
                new ToolList(
                    [.. tools.Distinct().Select(tool => new Component("application", tool.Name) { Version = tool.Version })]),
                self),
            Components = components,
            Dependencies =
            [
                new Dependency(self.Ref!, [.. components.Select(component => component.Ref!)]),
                .. components.Select(component => new Dependency(component.Ref!, [])),
            ],
            // What upstream compiled into its library is not known here.
            Compositions = [new Composition("complete", [self.Ref!]), new Composition("incomplete", [.. incomplete])],
        };
    }

    private Component Package(string id, string version)
    {
        var purl = $"pkg:nuget/{id}@{version}";
        return new Component("library", id) { Ref = purl, Version = version, Licenses = [new License(definition.License)], Purl = purl };
    }

    /// <summary>Package URLs of GitHub: purl specification, type <c>github</c>.</summary>
    private Component Library(SourceRelease release, string fileName, string sha256) => new("library", fileName)
    {
        Ref = $"sha256:{sha256}",
        Version = release.Version,
        Hashes = Hash.Sha256(sha256),
        Licenses = [new License(definition.License)],
        Purl = $"pkg:github/{release.Repository.ToLowerInvariant()}@{Uri.EscapeDataString(release.Tag)}",
    };

    private static Component Asset(SourceRelease release, SourceAsset asset) => new("file", asset.Name)
    {
        Version = release.Version,
        Hashes = Hash.Sha256(asset.Sha256),
        ExternalReferences = release.Sample
            ? null
            : [new Reference("distribution", AddressOf(release, asset)) { Hashes = Hash.Sha256(asset.Sha256) }],
    };

    private static string AddressOf(SourceRelease release, SourceAsset asset) =>
        $"https://github.com/{release.Repository}/releases/download/{Uri.EscapeDataString(release.Tag)}/{asset.Name}";

    private static Commit[]? Commits(SourceRelease release) =>
        release.Commit is { } commit ? [new Commit(commit, $"https://github.com/{release.Repository}/commit/{commit}")] : null;

    /// <summary>A UUID that the content makes (RFC 9562, section 5.8): the same package has the same one.</summary>
    private static string SerialNumber(string content)
    {
        var digits = Digest.OfTexts(content).ToCharArray(0, 32);
        digits[12] = '8';
        digits[16] = '8';
        return $"urn:uuid:{Guid.ParseExact(new string(digits), "N"):D}";
    }
}
