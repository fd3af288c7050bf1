using Cake.Common;
using Cake.Frosting;

namespace Fixture;

[TaskName("Echo")]
public sealed class EchoTask : FrostingTask<FixtureContext>
{
    public override void Run(FixtureContext context)
    {
        foreach (var (name, values) in context.Arguments.GetArguments())
        {
            context.Say($"{name} = {string.Join('|', values.Select(value => value ?? "(null)"))}");
        }

        context.Say($"release is {context.Argument<string>("release", "not given")}");
        context.Say($"flag is {context.Argument("flag", false)}");
        context.Say($"setting is {context.Configuration.GetValue("Fixture_Setting")}");
        context.Say($"file is {context.Configuration.GetValue("Fixture_File")}");
        context.Say($"variable is {context.Configuration.GetValue("Fixture_Variable")}");
        context.Say($"working is {context.Environment.WorkingDirectory.FullPath}");
    }
}
