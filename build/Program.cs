using Build;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

// The build runs in the repository's root, where cake.config is; paths on the command line are the caller's.
var caller = new CallerDirectory(Environment.CurrentDirectory);
return new CakeHost()
    .UseContext<BuildContext>()
    .UseWorkingDirectory(RepositoryRoot.Find(AppContext.BaseDirectory))
    .ConfigureServices(services => services.AddSingleton(caller))
    .Run(args);
