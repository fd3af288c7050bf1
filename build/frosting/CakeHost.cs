using System.Reflection;
using Cake.Cli;
using Cake.Common.Modules;
using Cake.Core.Configuration;
using Cake.Core.Modules;
using Cake.Frosting.Engine;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>Runs the tasks of a program with Cake's engine.</summary>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = new();
    private readonly List<Assembly> _assemblies = [];

    public CakeHost()
    {
        if (Assembly.GetEntryAssembly() is { } program) _assemblies.Add(program);

        _services.AddCakeDiagnostics().UseModule<CoreModule>().UseModule<CommonModule>();
        _services
            .AddSingleton<ICakeConfiguration, HostConfiguration>()
            .AddSingleton<IFrostingContext, FrostingContext>()
            .AddSingleton<BuildScriptHost<IFrostingContext>>()
            .AddSingleton<DryRunScriptHost<IFrostingContext>>()
            .AddSingleton<TreeScriptHost>()
            .AddSingleton<DescriptionScriptHost>()
            .AddSingleton<IVersionResolver, VersionResolver>()
            .AddSingleton<VersionFeature>()
            .AddSingleton<InfoFeature>()
            .AddSingleton<TaskRegistration>();
    }

    /// <summary>The same as the constructor, for a chain of calls.</summary>
    public static CakeHost Create() => new();

    /// <summary>Looks for tasks among the public types of another assembly than the program's.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        _assemblies.Add(assembly);
        return this;
    }

    /// <summary>Adds what the constructors of the context, of tasks and of lifetimes ask for.</summary>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        services(_services);
        return this;
    }

    /// <summary>Runs what the command line asks for.</summary>
    /// <returns>0, or -1 for a run that failed.</returns>
    public int Run(IEnumerable<string> args)
    {
        foreach (var task in _assemblies.Distinct().SelectMany(assembly => assembly.GetExportedTypes()).Where(IsTask))
        {
            _services.AddSingleton(typeof(IFrostingTask), task);
        }

        var registrar = new Cli.TypeRegistrar();
        registrar.RegisterInstance(typeof(IServiceCollection), _services);
        var app = new CommandApp<RunCommand>(registrar);
        return app.Run(args);
    }

    private static bool IsTask(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask));
}
