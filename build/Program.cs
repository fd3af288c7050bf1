using System.Reflection;
using Build;
using Build.CommandLine;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using RuntimePacks;

// Colours are for terminals, not for logs and pipes.
if (Console.IsOutputRedirected || Console.IsErrorRedirected) Environment.SetEnvironmentVariable("NO_COLOR", "1");

Options options;
IReadOnlyList<string> ofHost;
try
{
    var targets = TargetGraph.Of(Assembly.GetExecutingAssembly());
    var arguments = new Arguments(args, targets);
    if (arguments.Has(OptionTable.Help))
    {
        Console.Out.Write(HelpPage.Text(targets));
        return 0;
    }

    options = new Options(arguments, targets);
    ofHost = arguments.OfHost(quiet: options.PrintsJson);
}
catch (RuntimePacksException e)
{
    Console.ForegroundColor = ConsoleColor.Red;
    Console.Error.WriteLine($"Error: {e.Message}");
    Console.ResetColor();
    return 1;
}

// The build runs in the repository's root, where cake.config is; paths on the command line are the caller's.
var caller = new CallerDirectory(Environment.CurrentDirectory);
var outcome = new Outcome();
var status = new CakeHost()
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .UseTaskLifetime<StageClock>()
    .UseWorkingDirectory(RepositoryRoot.Find(AppContext.BaseDirectory))
    .ConfigureServices(services => services.AddSingleton(caller).AddSingleton(options).AddSingleton(outcome))
    .Run(ofHost);
if (outcome.Advice is { } advice) Console.Error.WriteLine(advice);
return status == 0 ? 0 : 1;
