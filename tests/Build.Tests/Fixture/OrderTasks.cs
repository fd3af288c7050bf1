using Cake.Frosting;

namespace Fixture;

[TaskName("Default")]
[TaskDescription("Depends on everything that succeeds")]
[IsDependentOn(typeof(ThirdTask))]
public sealed class DefaultTask : FrostingTask<FixtureContext>;

[TaskName("Third")]
[TaskDescription("Comes after the second")]
[IsDependentOn(typeof(SecondTask))]
[IsDependentOn(typeof(FirstTask))]
public sealed class ThirdTask : AsyncFrostingTask<FixtureContext>
{
    public override async Task RunAsync(FixtureContext context)
    {
        await Task.Yield();
        context.Say("third ran");
    }
}

[TaskName("Second")]
public sealed class SecondTask(Greeting greeting) : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => context.Say($"second ran, {greeting.Text}");
}

/// <summary>Without a name of its own, and only Second's dependee relation puts it first.</summary>
[IsDependeeOf(typeof(SecondTask))]
public sealed class FirstTask : FrostingTask
{
    public override void Run(Cake.Core.ICakeContext context) => ((FixtureContext)context).Say("first ran");
}

[TaskName("Rock")]
[IsDependentOn(typeof(PaperTask))]
public sealed class RockTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context) => context.Say("rock ran");
}

[TaskName("Paper")]
[IsDependentOn(typeof(ScissorsTask))]
public sealed class PaperTask : FrostingTask<FixtureContext>;

[TaskName("Scissors")]
[IsDependentOn(typeof(RockTask))]
public sealed class ScissorsTask : FrostingTask<FixtureContext>;
