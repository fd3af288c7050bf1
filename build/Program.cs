using Build;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

// Colours are for terminals, not for logs and pipes.
if (Console.IsOutputRedirected || Console.IsErrorRedirected) Environment.SetEnvironmentVariable("NO_COLOR", "1");

// The build runs in the repository's root, where cake.config is; paths on the command line are the caller's.
var caller = new CallerDirectory(Environment.CurrentDirectory);
var outcome = new Outcome();
var status = new CakeHost()
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .UseTaskLifetime<StageClock>()
    .UseWorkingDirectory(RepositoryRoot.Find(AppContext.BaseDirectory))
    .ConfigureServices(services => services.AddSingleton(caller).AddSingleton(outcome))
    .Run(Alone.Arguments(Quiet.IsAskedFor(args) ? Quiet.Arguments(args) : args));
if (outcome.Advice is { } advice) Console.Error.WriteLine(advice);
return status;
