using Cake.Frosting;
using Fixture;
using Microsoft.Extensions.DependencyInjection;

var host = new CakeHost()
    .UseContext<FixtureContext>()
    .UseCakeSetting("Fixture_Setting", "from the program")
    .ConfigureServices(services => services.AddSingleton(new Greeting("hello from a service")));
if (args.Contains("--with-lifetimes")) host.UseLifetime<Lifetime>().UseTaskLifetime<TaskLifetime>();
return host.Run(args);
