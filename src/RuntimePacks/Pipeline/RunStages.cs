using RuntimePacks.Reports;

namespace RuntimePacks.Pipeline;

/// <summary>The stages of one run: which were to come, and how those ended that came.</summary>
public sealed class RunStages
{
    private readonly List<StageTime> _ended = [];
    private HashSet<string> _planned = [];

    /// <summary>Those that ended, in order.</summary>
    public IReadOnlyList<StageTime> Ended => _ended;

    /// <summary>The stage that ended the run; null while none did.</summary>
    public string? Failed => _ended is [.., { Outcome: StageOutcome.Failed, Stage: var stage }] ? stage : null;

    /// <summary>Says which stages are to come.</summary>
    public void Plan(IEnumerable<string> stages) => _planned = [.. stages];

    public void End(StageTime stage) => _ended.Add(stage);

    /// <summary>
    /// Whether what a stage left on disk is of this run, or of the
    /// runs that this one goes on from; a merge goes on from none.
    /// </summary>
    public bool IsCurrent(string stage) =>
        (!_planned.Contains(stage) && !_planned.Contains("Merge"))
            || _ended.Any(time => time.Stage == stage && time.Outcome != StageOutcome.Failed);
}
