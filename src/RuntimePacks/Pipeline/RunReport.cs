using RuntimePacks.Definition;
using RuntimePacks.Releases;
using RuntimePacks.Reports;
using RuntimePacks.Reports.Rendering;
using RuntimePacks.Stages;

namespace RuntimePacks.Pipeline;

/// <summary>The report of a run, whether it went well or not.</summary>
public sealed class RunReport(PackDefinition definition, Workspace workspace, RunStages stages)
{
    /// <summary>Writes what became of the release.</summary>
    /// <exception cref="RuntimePacksException">The record of a stage is not there: it has not run yet.</exception>
    public async Task<ReleaseReport> WriteAsync()
    {
        var report = ReleaseReport.Of(Sources(workspace.Release.Read(), failure: null));
        await ReportFiles.WriteAsync(workspace.ReportFolder, report);
        return report;
    }

    /// <summary>Leaves a report of a run that failed, when it came as far as to know what it is of.</summary>
    /// <param name="lockOf">The lock of a release, which knows of it what its source does not.</param>
    /// <param name="message">What ended the run.</param>
    /// <returns>Where it is; null when there is none.</returns>
    public async Task<string?> WriteFailureAsync(Func<ListedRelease, ReleaseLock> lockOf, string message)
    {
        if (stages.Failed is not { } stage || Left(workspace.Fetched) is not { } fetched) return null;
        var release = Left(workspace.Release) ?? lockOf(fetched).Merge(fetched);
        return await ReportFiles.WriteAsync(
            workspace.ReportFolder, ReleaseReport.Of(Sources(release, new ReportedFailure(stage, message))));
    }

    /// <summary>What the stages left; of a run that failed, only those that it came to.</summary>
    private ReportSources Sources(Release release, ReportedFailure? failure)
    {
        var shipped = Of(workspace.Shipped);
        return new ReportSources(definition, release)
        {
            Verified = Of(workspace.Verified) ?? [],
            Abi = Of(workspace.Abi),
            Slimmed = Of(workspace.Slimmed) ?? [],
            Packed = shipped?.Packages ?? Of(workspace.Packed) ?? [],
            Signature = shipped is null ? null : new ReportedSignature(shipped.IsSigned, shipped.Certificate),
            Smoked = Of(workspace.Smoked) ?? [],
            Stages = stages.Ended,
            Failure = failure,
        };

        T? Of<T>(StageRecord<T> record)
            where T : class => failure is null ? record.Read() : Left(record);
    }

    private T? Left<T>(StageRecord<T> record)
        where T : class => record.IsWritten || stages.IsCurrent(record.Stage) ? record.Earlier() : null;
}
