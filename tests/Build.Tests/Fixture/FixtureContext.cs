using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Fixture;

public sealed record Greeting(string Text);

public sealed class FixtureContext(ICakeContext context, Greeting greeting) : FrostingContext(context)
{
    public Greeting Greeting { get; } = greeting;

    public void Say(string line) => Log.Information("{0}", line);
}

public sealed class Lifetime(Greeting greeting) : FrostingLifetime<FixtureContext>
{
    public override void Setup(FixtureContext context, ISetupContext info) => context.Say($"setup, {greeting.Text}");

    public override void Teardown(FixtureContext context, ITeardownContext info) => context.Say($"teardown, successful: {info.Successful}");
}

public sealed class TaskLifetime : FrostingTaskLifetime<FixtureContext>
{
    public override void Setup(FixtureContext context, ITaskSetupContext info) => context.Say($"before {info.Task.Name}");

    public override void Teardown(FixtureContext context, ITaskTeardownContext info) => context.Say($"after {info.Task.Name}");
}
