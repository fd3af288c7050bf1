using Cake.Core.IO;
using Cake.Frosting.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a program tells its host. Of each kind, the last registration counts.</summary>
public static class CakeHostExtensions
{
    /// <summary>The context that tasks are given.</summary>
    public static CakeHost UseContext<TContext>(this CakeHost host) where TContext : class, IFrostingContext =>
        host.ConfigureServices(services => services.AddSingleton<IFrostingContext, TContext>());

    /// <summary>What is done before the first and after the last task.</summary>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host) where TLifetime : class, IFrostingLifetime =>
        host.ConfigureServices(services => services
            .AddSingleton<IFrostingLifetime, TLifetime>()
            .AddSingleton<IFrostingSetup>(provider => provider.GetRequiredService<IFrostingLifetime>())
            .AddSingleton<IFrostingTeardown>(provider => provider.GetRequiredService<IFrostingLifetime>()));

    /// <summary>What is done before the first task.</summary>
    public static CakeHost UseSetup<TSetup>(this CakeHost host) where TSetup : class, IFrostingSetup =>
        host.ConfigureServices(services => services.AddSingleton<IFrostingSetup, TSetup>());

    /// <summary>What is done after the last task.</summary>
    public static CakeHost UseTeardown<TTeardown>(this CakeHost host) where TTeardown : class, IFrostingTeardown =>
        host.ConfigureServices(services => services.AddSingleton<IFrostingTeardown, TTeardown>());

    /// <summary>What is done before and after each task.</summary>
    public static CakeHost UseTaskLifetime<TLifetime>(this CakeHost host) where TLifetime : class, IFrostingTaskLifetime =>
        host.ConfigureServices(services => services
            .AddSingleton<IFrostingTaskLifetime, TLifetime>()
            .AddSingleton<IFrostingTaskSetup>(provider => provider.GetRequiredService<IFrostingTaskLifetime>())
            .AddSingleton<IFrostingTaskTeardown>(provider => provider.GetRequiredService<IFrostingTaskLifetime>()));

    /// <summary>The directory that the build runs in, relative to the one it was started in; <c>--working</c> overrides it.</summary>
    public static CakeHost UseWorkingDirectory(this CakeHost host, DirectoryPath path) =>
        host.ConfigureServices(services => services.AddSingleton(new WorkingDirectory(path)));

    /// <summary>A value of Cake's configuration, which cake.config, the environment and arguments override.</summary>
    public static CakeHost UseCakeSetting(this CakeHost host, string key, string value) =>
        host.ConfigureServices(services => services.AddSingleton(new ConfigurationValue(key, value)));
}
