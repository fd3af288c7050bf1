using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Pipeline;
using RuntimePacks.Releases;

namespace RuntimePacks.Distribution;

/// <summary>Makes one release of what jobs on other machines left, as one run would have left it.</summary>
/// <param name="sources">What the package that picks among RIDs is made from.</param>
/// <param name="packedFolder">Where packages go.</param>
public sealed class Merge(PackDefinition definition, PackageSources sources, Workspace workspace, string packedFolder, ILogger log)
{
    /// <param name="folder">Holds a folder per job.</param>
    /// <param name="wanted">The version or tag that was asked for; null for whatever the parts are of.</param>
    /// <param name="rids">The RIDs to expect; null for all that the release has.</param>
    /// <param name="lockOf">The lock that a release is held against, and written to.</param>
    /// <param name="verificationWith">Compares the exports, and pins the release in a lock.</param>
    /// <exception cref="RuntimePacksException">The parts do not make one release, or it is not the one that the lock pins.</exception>
    public async Task RunAsync(
        string folder, string? wanted, IReadOnlySet<string>? rids, Func<ListedRelease, ReleaseLock> lockOf,
        Func<ReleaseLock, ReleaseVerification> verificationWith)
    {
        var parts = new MergedParts(definition, rids, Part.ReadAll(folder), workspace.LibrariesFolder, workspace.SlimmedFolder);
        var listed = ListedRelease.Of(parts.Pinned, new AssetSelection(definition, rids: null)) with { Excluded = parts.Listed.Excluded };
        if (wanted is not null && wanted != listed.Version && wanted != listed.Tag)
        {
            throw new RuntimePacksException($"{folder} holds parts of {listed.Tag}, not of {wanted}");
        }

        var @lock = lockOf(listed);
        @lock.Check(listed);
        await parts.RequireUndamagedAsync();
        var merged = @lock.Merge(listed);
        var release = merged with { Earlier = [.. ReleaseLock.Before(merged.Version, [.. parts.Pinned.Earlier, .. merged.Earlier])] };
        var packer = new Packer(definition, sources, packedFolder);
        packer.RequireOwn(release, parts.Slimmed, parts.Packages);

        foreach (var result in parts.Smoked.Where(result => result.Reason is not null)) log.Warn($"not run: {result.Rid}, {result.Reason}");
        await workspace.Listed.WriteAsync(parts.Listed);
        await workspace.Fetched.WriteAsync(listed);
        await verificationWith(@lock).PinAsync(release, new AssetSelection(definition, rids), parts.Verified);
        await workspace.Slimmed.WriteAsync(parts.Slimmed);
        var packages = await packer.MergeAsync(release, parts.Slimmed, parts.Packages, workspace.Packed.Earlier() ?? [], log);
        await workspace.Packed.WriteAsync(packages);
        await workspace.Smoked.WriteAsync(parts.Smoked);
        log.Say($"merged {packages.Count} packages of {release.Repository} {release.Tag}");
    }
}
