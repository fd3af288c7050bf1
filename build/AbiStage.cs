using RuntimePacks.Abi;
using RuntimePacks.Releases;
using RuntimePacks.Verification;

namespace Build;

/// <summary>Holds what a release exports against the release before it, and keeps it in the lock.</summary>
public static class AbiStage
{
    /// <param name="release">The release as it is pinned.</param>
    /// <param name="libraries">All of its libraries.</param>
    /// <exception cref="RuntimePacks.RuntimePacksException">The release breaks what it may not break.</exception>
    public static async Task RunAsync(BuildContext context, Release release, IReadOnlyList<VerifiedLibrary> libraries)
    {
        var abi = AbiGate.Of(libraries);
        var comparison = await new AbiGate(release, context.AllowAbiBreak, context.Messages).CompareAsync(abi, context.PublishedAbi);
        await context.AbiCompared.WriteAsync(comparison);
        comparison.Require(release.Version);
        if (context.Source.LockMode != LockMode.Locked) await context.Lock.WriteAsync(release with { Abi = abi });
    }
}
