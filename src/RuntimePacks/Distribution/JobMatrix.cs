using RuntimePacks.Definition;
using RuntimePacks.Releases;

namespace RuntimePacks.Distribution;

/// <summary>The jobs that a release is distributed over, a job per RID, in the form of GitHub Actions' <c>strategy.matrix</c>.</summary>
/// <remarks>
/// <see
/// href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixinclude"/>
/// </remarks>
public sealed record JobMatrix(IReadOnlyList<JobMatrix.Job> Include)
{
    /// <summary>One job.</summary>
    /// <param name="Runner">The label of the runner that publishes and runs the smoke test's program.</param>
    /// <param name="Container">The image of the container in which it does so; null for the runner itself.</param>
    /// <param name="Release">The tag of the release, so that all jobs mean the same one; null where none was asked for.</param>
    /// <param name="Missing">
    /// The RIDs that the release has nothing for and the one before it had, as the lock knows it, with commas; null for a whole release.
    /// </param>
    public sealed record Job(string Rid, string Runner, string? Container, string? Release, string? Missing);

    /// <param name="rids">The RIDs to keep, or null for all.</param>
    /// <param name="release">The release, whose assets decide which RIDs there are; null for all of the definition.</param>
    /// <param name="missing">What the release lacks.</param>
    /// <exception cref="RuntimePacksException">A RID has no runner, or there is no RID.</exception>
    public static JobMatrix Of(
        PackDefinition definition, IReadOnlySet<string>? rids, ListedRelease? release, IReadOnlyList<Platform> missing)
    {
        var lacks = missing.Count == 0 ? null : string.Join(',', missing.Select(platform => platform.Rid));
        var jobs = from platform in definition.Platforms
                   where platform.Rid is not null && rids?.Contains(platform.Rid) != false
                   where release is null || release.Assets.Any(asset => asset.Target == platform.Target)
                   select new Job(platform.Rid!, platform.Runner ?? throw NoRunner(platform), platform.Container, release?.Tag, lacks);
        var matrix = new JobMatrix([.. jobs]);
        return matrix.Include.Count > 0
            ? matrix
            : throw new RuntimePacksException($"there is no job: {release?.Tag ?? "the definition"} has no target with a RID");
    }

    private static RuntimePacksException NoRunner(Platform platform) =>
        new($"the definition names no runner for {platform.Rid}: give its platform one, as in \"runner\": \"ubuntu-24.04\"");
}
