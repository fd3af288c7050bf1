using System.Text.Json.Serialization;
using NuGet.Packaging;
using RuntimePacks.Files;

namespace RuntimePacks.Mirroring;

/// <summary>
/// The files that make a folder feed a V3 feed for any web server: service index, package versions and registrations, as
/// NuGet's server API describes them ("Service index", "Package content", "Package metadata"). They hold no time, so that
/// the same packages give the same bytes.
/// </summary>
/// <param name="baseUrl">Where the folder is served, with no slash at its end.</param>
/// <param name="manifests">Of all packages, in order of id and version.</param>
/// <param name="last">Ids of packages that are shown after all others, since they need them.</param>
internal sealed class StaticFeed(string baseUrl, IReadOnlyList<NuspecReader> manifests, IReadOnlySet<string> last)
{
    public const string ServiceIndex = "index.json";
    public const string RegistrationFolder = "registration";

    private string PackagesUrl => $"{baseUrl}/{MirroredPackages.Folder}/";

    private string RegistrationUrl => $"{baseUrl}/{RegistrationFolder}/";

    /// <summary>Paths and texts in the order in which they have to be written: what is named by a file comes before it.</summary>
    public IEnumerable<(string Path, string Text)> Files()
    {
        foreach (var manifest in manifests)
        {
            yield return ($"{RegistrationFolder}/{Lower(manifest)}/{Version(manifest)}.json", JsonFile.Text(Leaf(manifest)));
        }

        foreach (var versions in manifests.GroupBy(Lower).OrderBy(versions => last.Contains(versions.Key)))
        {
            yield return ($"{RegistrationFolder}/{versions.Key}/index.json", JsonFile.Text(Registration(versions.Key, [.. versions])));
            yield return (
                $"{MirroredPackages.Folder}/{versions.Key}/index.json",
                JsonFile.Text(new PackageVersions([.. versions.Select(Version)])));
        }

        yield return (ServiceIndex, JsonFile.Text(new Service("3.0.0",
        [
            new(PackagesUrl, "PackageBaseAddress/3.0.0", "Packages and their manifests"),
            new(RegistrationUrl, "RegistrationsBaseUrl", "What each package says of itself"),
            new(RegistrationUrl, "RegistrationsBaseUrl/3.0.0-beta", "The same"),
            new(RegistrationUrl, "RegistrationsBaseUrl/3.4.0", "The same"),
            new(RegistrationUrl, "RegistrationsBaseUrl/3.6.0", "The same, with SemVer 2.0.0 versions"),
        ])));
    }

    private static string Lower(NuspecReader manifest) => manifest.GetId().ToLowerInvariant();

    private static string Version(NuspecReader manifest) => manifest.GetVersion().ToNormalizedString().ToLowerInvariant();

    private RegistrationIndex Registration(string id, IReadOnlyList<NuspecReader> versions)
    {
        var index = $"{RegistrationUrl}{id}/index.json";
        var page = new RegistrationPage(
            $"{index}#page", versions.Count, Version(versions[0]), Version(versions[^1]), [.. versions.Select(Entry)], index);
        return new RegistrationIndex(index, 1, [page]);
    }

    private string LeafUrl(NuspecReader manifest) => $"{RegistrationUrl}{Lower(manifest)}/{Version(manifest)}.json";

    private string ContentUrl(NuspecReader manifest) => $"{baseUrl}/{MirroredPackages.Nupkg(manifest.GetId(), Version(manifest))}";

    private RegistrationLeaf Leaf(NuspecReader manifest) =>
        new(LeafUrl(manifest), LeafUrl(manifest), true, ContentUrl(manifest), $"{RegistrationUrl}{Lower(manifest)}/index.json");

    private PageEntry Entry(NuspecReader manifest) => new(LeafUrl(manifest), ContentUrl(manifest), new CatalogEntry
    {
        Url = LeafUrl(manifest),
        Id = manifest.GetId(),
        Version = manifest.GetVersion().ToFullString(),
        Authors = manifest.GetAuthors(),
        Title = manifest.GetTitle(),
        Description = manifest.GetDescription(),
        Tags = manifest.GetTags().Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ProjectUrl = manifest.GetProjectUrl(),
        LicenseExpression = manifest.GetLicenseMetadata() is { Type: LicenseType.Expression } license ? license.License : "",
        MinClientVersion = manifest.GetMinClientVersion()?.ToNormalizedString() ?? "",
        Listed = true,
        PackageContent = ContentUrl(manifest),
        DependencyGroups = [.. manifest.GetDependencyGroups().Select(group => new DependencyGroup(
            group.TargetFramework.IsAny ? null : group.TargetFramework.GetShortFolderName(),
            [.. group.Packages.Select(Of)]))],
    });

    private Dependency Of(NuGet.Packaging.Core.PackageDependency package) =>
        new(package.Id, package.VersionRange.ToNormalizedString(), $"{RegistrationUrl}{package.Id.ToLowerInvariant()}/index.json");

    private sealed record Service(string Version, IReadOnlyList<Resource> Resources);

    private sealed record Resource(
        [property: JsonPropertyName("@id")] string Url, [property: JsonPropertyName("@type")] string Type, string Comment);

    private sealed record PackageVersions(IReadOnlyList<string> Versions);

    private sealed record RegistrationIndex(
        [property: JsonPropertyName("@id")] string Url, int Count, IReadOnlyList<RegistrationPage> Items);

    private sealed record RegistrationPage(
        [property: JsonPropertyName("@id")] string Url,
        int Count,
        string Lower,
        string Upper,
        IReadOnlyList<PageEntry> Items,
        string Parent);

    private sealed record PageEntry([property: JsonPropertyName("@id")] string Url, string PackageContent, CatalogEntry CatalogEntry);

    private sealed record RegistrationLeaf(
        [property: JsonPropertyName("@id")] string Url, string CatalogEntry, bool Listed, string PackageContent, string Registration);

    private sealed record CatalogEntry
    {
        [JsonPropertyName("@id")]
        public required string Url { get; init; }

        public required string Id { get; init; }

        public required string Version { get; init; }

        public required string Authors { get; init; }

        public required string Title { get; init; }

        public required string Description { get; init; }

        public required IReadOnlyList<string> Tags { get; init; }

        public required string ProjectUrl { get; init; }

        public required string LicenseExpression { get; init; }

        public required string MinClientVersion { get; init; }

        public required bool Listed { get; init; }

        public required string PackageContent { get; init; }

        public required IReadOnlyList<DependencyGroup> DependencyGroups { get; init; }
    }

    private sealed record DependencyGroup(string? TargetFramework, IReadOnlyList<Dependency> Dependencies);

    private sealed record Dependency(string Id, string Range, string Registration);
}
