using Cake.Frosting;
using RuntimePacks;

namespace Fixture;

[TaskName("Mistake")]
public sealed class MistakeTask : AsyncFrostingTask<FixtureContext>
{
    public override Task RunAsync(FixtureContext context) => throw new RuntimePacksException("x.zip: no archive {inside}: rebuild it");
}

[TaskName("Defect")]
[IsDependentOn(typeof(FirstTask))]
public sealed class DefectTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => Task.FromException(new InvalidOperationException("it broke")).Wait();
}

[TaskName("Several")]
public sealed class SeveralTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) =>
        throw new AggregateException(new InvalidOperationException("one broke"), new InvalidOperationException("two broke"));
}

[TaskName("AfterDefect")]
[IsDependentOn(typeof(DefectTask))]
public sealed class AfterDefectTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => context.Say("after the defect ran");
}

[TaskName("Tolerated")]
[ContinueOnError]
public sealed class ToleratedTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => throw new InvalidOperationException("tolerated");
}

[TaskName("AfterTolerated")]
[IsDependentOn(typeof(ToleratedTask))]
public sealed class AfterToleratedTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => context.Say("after the tolerated ran");
}

[TaskName("Handled")]
public sealed class HandledTask : AsyncFrostingTask<FixtureContext>
{
    public override Task RunAsync(FixtureContext context) => throw new InvalidOperationException("handled");

    public override void OnError(Exception exception, FixtureContext context) => context.Say($"on error: {exception.Message}");

    public override void Finally(FixtureContext context) => context.Say("finally");
}

[TaskName("Skipped")]
public sealed class SkippedTask : FrostingTask<FixtureContext>
{
    public override bool ShouldRun(FixtureContext context) => false;

    public override void Run(FixtureContext context) => context.Say("skipped ran");
}

[TaskName("AfterSkipped")]
[IsDependentOn(typeof(SkippedTask))]
public sealed class AfterSkippedTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => context.Say("after the skipped ran");
}
