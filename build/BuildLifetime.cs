using Cake.Core;
using Cake.Frosting;
using RuntimePacks.Files;

namespace Build;

/// <summary>Holds the output folder for as long as the tasks run, so that two runs never write to one folder.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    private static readonly string[] ThatWriteNothing = ["Doctor", "Inspect", "Test", "Bench"];

    private OutputLock? _lock;

    public override void Setup(BuildContext context, ISetupContext info)
    {
        if (context.Mirror.Check is null && !ThatWriteNothing.Contains(info.TargetTask.Name)) _lock = OutputLock.Take(context.Output);
    }

    public override void Teardown(BuildContext context, ITeardownContext info) => _lock?.Dispose();
}
