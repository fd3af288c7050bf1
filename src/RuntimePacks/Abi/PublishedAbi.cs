using NuGet.Versioning;
using RuntimePacks.Containers;
using RuntimePacks.Definition;
using RuntimePacks.Feeds;
using RuntimePacks.Releases;
using StaticLibraries.Libraries;

namespace RuntimePacks.Abi;

/// <summary>The exports of the release before, as the library in one of its packages on a feed shows them.</summary>
/// <param name="folder">For what is downloaded; nothing stays in it.</param>
public sealed class PublishedAbi(PackDefinition definition, PackageFeed feed, string folder)
{
    public string Feed => feed.Name;

    /// <summary>The highest version below one, as <see cref="AbiBase"/> chooses it; null when the feed has none.</summary>
    /// <exception cref="RuntimePacksException">The feed cannot be asked, or what it has is no runtime package.</exception>
    public async Task<(string Version, ReleaseAbi Abi)?> BeforeAsync(SemanticVersion version, CancellationToken cancellationToken = default)
    {
        var versions = await feed.VersionsAsync(definition.PackageId, cancellationToken);
        if (AbiBase.Choose(versions, each => each, version) is not { } before) return null;
        foreach (var platform in definition.Platforms.Where(platform => platform.Rid is not null))
        {
            var id = definition.RuntimePackageId(platform.Rid!);
            var work = Path.Combine(folder, $"{id}.{before}");
            Directory.CreateDirectory(work);
            try
            {
                await using var nupkg = File.Create(Path.Combine(work, "package.nupkg"));
                if (!await feed.DownloadAsync(id, before, nupkg, cancellationToken)) continue;
                var what = $"{id} {before} on {feed.Name}";
                return (before.ToNormalizedString(), await ReadAsync(nupkg, platform, what, work, cancellationToken));
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        throw new RuntimePacksException(
            $"{feed.Name} has {definition.PackageId} {before}, and none of its runtime packages: "
            + "what that release exports cannot be told");
    }

    private async Task<ReleaseAbi> ReadAsync(Stream nupkg, Platform platform, string what, string work, CancellationToken cancellationToken)
    {
        using var package = UntrustedPackage.Open(nupkg, what, definition.InflatedLimit);
        var entry = package.Names.FirstOrDefault(name => name.Split('/') is ["runtimes", _, "native", not ""])
            ?? throw new RuntimePacksException($"{what} holds no library at runtimes/RID/native/");
        var path = Path.Combine(work, "library");
        await package.InflateAsync(entry, path, cancellationToken);
        using var library = StaticLibrary.Open(path);
        var summary = library.Summarize();
        var own = platform.Exports?.Select(summary.Exports) ?? [];
        var common = definition.Exports.Select(summary.Exports).Except(own, StringComparer.Ordinal);
        return new ReleaseAbi([.. common], summary.Uniffi.KnownVersions, summary.Uniffi.KnownChecksums)
        {
            Own = new Dictionary<string, IReadOnlyList<string>> { [platform.Target] = own },
        };
    }
}
