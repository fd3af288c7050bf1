using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Pipeline;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries.Slimming.Linking;

namespace Samples;

/// <summary>The packages of another library's sample, for programs that hold two packs.</summary>
public static class SamplePackages
{
    /// <summary>Builds the sample and packs it as any release is.</summary>
    /// <param name="definition">The library; it has a sample.</param>
    /// <param name="repository">The repository's root, full.</param>
    /// <param name="rids">The RIDs that there are to be packages for, where the library can be built for them here.</param>
    /// <param name="workspace">Where all of it goes.</param>
    /// <returns>The packages; null when the library has none of the RIDs, or can be built for none of them here.</returns>
    /// <exception cref="RuntimePacksException">A tool is missing, a compiler failed, or the library is not right.</exception>
    public static async Task<PackedPackages?> MakeAsync(
        PackDefinition definition, string repository, IEnumerable<string> rids, Workspace workspace, Toolbox toolbox, ILogger log,
        CancellationToken cancellationToken = default)
    {
        definition = definition with { Platforms = [.. definition.Platforms.Where(platform => rids.Contains(platform.Rid))] };
        var sources = new SampleSources(definition, Path.Combine(repository, "samples", "Release"));
        var built = sources.Targets.Count == 0
            ? null
            : await SampleRelease.BuildAsync(
                sources, workspace.SampleFolder, workspace.CacheFolder, toolbox, log, cancellationToken);
        if (built is null or { Assets.Count: 0 }) return null;

        var folder = new ReleaseFolder(workspace.SampleFolder, definition);
        var selection = new AssetSelection(definition, rids: null);
        var @lock = ReleaseLock.Open(workspace.SampleLock, LockMode.Update);
        var release = @lock.Merge(await folder.HashAsync(folder.List(wanted: null, selection, pinned: null), cancellationToken));
        var libraries = await new AssetVerifier(definition, workspace.LibrariesFolder, keepsFiles: true, log)
            .VerifyAsync(release, folder.PathOf, workspace.Verified.Earlier() ?? [], cancellationToken);
        await new ReleaseVerification(workspace, @lock, published: null, allowAbiBreak: true, log).PinAsync(release, selection, libraries);

        var slimmed = await new Slimmer(definition, toolbox, workspace.SlimmedFolder, log)
            .SlimAsync(libraries, SlimMode.Full, workspace.Slimmed.Earlier() ?? [], cancellationToken);
        await workspace.Slimmed.WriteAsync(slimmed);
        var packages = await new Packer(definition, PackageSources.Load(repository), workspace.PackagesFolder).PackAsync(
            workspace.Release.Read(), packageVersion: null, slimmed, folder.PathOf, workspace.Packed.Earlier() ?? [], log,
            cancellationToken);
        await workspace.Packed.WriteAsync(packages);
        return new PackedPackages(packages, workspace.PackagesFolder);
    }
}
