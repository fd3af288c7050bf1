using NuGet.Packaging.Core;
using RuntimePacks.Containers;
using RuntimePacks.Definition;
using StaticLibraries.Libraries;

namespace RuntimePacks.Inspection;

/// <summary>The libraries and programs in an asset or a package, each unpacked for as long as it is looked at.</summary>
internal static class ContainerInspection
{
    public static async Task<FileInspection> OfAsync(
        string path, FileKind kind, PackDefinition definition, Inspector inspector, CancellationToken cancellationToken)
    {
        var package = kind == FileKind.Zip ? PackageIn(path, definition.InflatedLimit) : null;
        var platform = PlatformOf(path, package?.Id, definition);
        using var container = AssetContainer.Open(path, definition.InflatedLimit);
        var entries = new List<FileInspection>();
        var others = new List<string>();
        var folder = Directory.CreateTempSubdirectory("inspect-").FullName;
        try
        {
            foreach (var entry in container.Entries())
            {
                if (await InspectAsync(entry, folder, platform, inspector, cancellationToken) is { } inspection) entries.Add(inspection);
                else others.Add(entry.LinkTarget is { } target ? $"{entry.Name} (a link to {target})" : entry.Name);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return new FileInspection
        {
            File = path,
            Size = new FileInfo(path).Length,
            Kind = kind,
            Container = container.Kind,
            Package = package is null ? null : $"{package.Id} {package.Version}",
            Entries = entries,
            OtherEntries = others,
            Verdict = platform is null ? null : Whole(platform, package is null ? definition.LibraryPathOf(platform) : null, entries),
        };
    }

    /// <summary>Null for a zip that is no package.</summary>
    private static PackageIdentity? PackageIn(string path, long inflatedLimit)
    {
        try
        {
            using var package = UntrustedPackage.Open(path, inflatedLimit);
            return package.Identity();
        }
        catch (RuntimePacksException)
        {
            return null;
        }
    }

    /// <summary>By the asset's name or the package's id, in the definition's patterns.</summary>
    private static Platform? PlatformOf(string path, string? packageId, PackDefinition definition)
    {
        var target = new AssetNames(definition).TargetsOf(Path.GetFileName(path)) is [var first, ..] ? first : null;
        return definition.Platforms.FirstOrDefault(platform =>
            platform.Target == target
                || (platform.Rid is { } rid && definition.RuntimePackageId(rid).Equals(packageId, StringComparison.OrdinalIgnoreCase)));
    }

    private static Verdict Whole(Platform platform, PathPattern? meant, List<FileInspection> entries)
    {
        var libraries = entries.Where(entry => entry.Kind == FileKind.StaticLibrary && meant?.Matches(entry.File) != false).ToList();
        return libraries is [var only]
            ? new Verdict(platform.Target, only.Verdict?.Fault is { } fault ? $"{only.File}{fault}" : null)
            : new Verdict(
                platform.Target,
                $"it holds {(libraries.Count == 0 ? "no static library" : $"{libraries.Count} static libraries")}, expected one");
    }

    private static async Task<FileInspection?> InspectAsync(
        AssetEntry entry, string folder, Platform? platform, Inspector inspector, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is not null || !FileKinds.StartsAsBinary(entry.Head(FileKinds.HeadLength))) return null;
        // The name is for messages; the folder is this run's own, and nothing of the entry's path goes into it.
        var path = Path.Combine(folder, entry.FileName);
        await using (var content = entry.Open())
        {
            await using var file = File.Create(path);
            await content.CopyToAsync(file, cancellationToken);
        }

        using var library = StaticLibrary.Open(path);
        if (library.Kind is FileKind.Unknown or FileKind.Zip) return null;
        var inspection = inspector.Inspect(library, path, entry.Name, platform);
        File.Delete(path);
        return inspection;
    }
}
