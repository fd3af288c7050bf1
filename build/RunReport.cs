using RuntimePacks;
using RuntimePacks.Reports;
using RuntimePacks.Reports.Rendering;
using RuntimePacks.Stages;
using StaticLibraries;

namespace Build;

/// <summary>The report of this run, whether it went well or not.</summary>
public static class RunReport
{
    /// <summary>What the stages left; of a run that failed, only those that it came to.</summary>
    /// <exception cref="RuntimePacksException">A run that went well lacks the record of a stage: it has not run yet.</exception>
    public static ReportSources Sources(BuildContext context, ReportedFailure? failure = null)
    {
        var shipped = Left(context.Shipped);
        return new ReportSources(context.Definition, context.Release)
        {
            Verified = Left(context.Verified) ?? [],
            Abi = Left(context.AbiCompared),
            Slimmed = Left(context.Slimmed) ?? [],
            Packed = shipped?.Packages ?? Left(context.Packed) ?? [],
            Signature = shipped is null ? null : new ReportedSignature(shipped.IsSigned, shipped.Certificate),
            Smoked = Left(context.Smoked) ?? [],
            Stages = context.Stages.Ended,
            Failure = failure,
        };

        T? Left<T>(StageRecord<T> record)
            where T : class =>
            failure is null ? record.Read()
            : record.IsWritten || context.Stages.IsCurrent(record.Stage) ? record.Earlier()
            : null;
    }

    /// <summary>Leaves a report of a run that failed, when it came as far as to know what it is of.</summary>
    /// <returns>Where it is; null when there is none.</returns>
    public static async Task<string?> WriteFailureAsync(BuildContext context, Exception exception)
    {
        if (context.Stages.Ended is not [.., { Outcome: StageOutcome.Failed, Stage: var stage }] || !(context.Lock.IsWritten || context.Stages.IsCurrent(context.Lock.Stage)) || context.Lock.Earlier() is null) return null;
        var cause = Outcome.Cause(exception);
        var message = cause is InputException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
        return await ReportFiles.WriteAsync(context.ReportFolder, ReleaseReport.Of(Sources(context, new ReportedFailure(stage, message))));
    }
}
