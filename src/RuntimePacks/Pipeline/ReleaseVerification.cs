using RuntimePacks.Abi;
using RuntimePacks.Releases;
using RuntimePacks.Verification;

namespace RuntimePacks.Pipeline;

/// <summary>
/// What makes a release of verified libraries one that may be packed: the same
/// exports everywhere, none lost since the release before, and a lock that says so.
/// </summary>
/// <param name="published">What feeds have of the releases before; null where none was named.</param>
/// <param name="allowAbiBreak">Whether a release may break the programs that were compiled against the one before it.</param>
public sealed class ReleaseVerification(Workspace workspace, ReleaseLock @lock, PublishedAbi? published, bool allowAbiBreak, ILogger log)
{
    /// <summary>Compares the exports, and pins the release.</summary>
    /// <param name="release">The release as it was fetched and merged with the lock.</param>
    /// <param name="selection">The RIDs that were asked for.</param>
    /// <param name="libraries">All of its libraries.</param>
    /// <exception cref="RuntimePacksException">The libraries differ, or the release breaks what it may not break.</exception>
    public async Task PinAsync(Release release, AssetSelection selection, IReadOnlyList<VerifiedLibrary> libraries)
    {
        AbiCheck.RequireSame(libraries);
        await workspace.Verified.WriteAsync(libraries);
        var abi = AbiGate.Of(libraries);
        var comparison = await new AbiGate(release, allowAbiBreak, log).CompareAsync(libraries, abi, published);
        await workspace.Abi.WriteAsync(comparison);
        comparison.Require(release.Version);
        var pinned = release with { Abi = abi };
        await @lock.WriteAsync(pinned);
        await workspace.Release.WriteAsync(pinned.Only(selection));
    }
}
