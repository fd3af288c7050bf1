using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting.Engine;

/// <summary>The program's one command: does what the command line asks for.</summary>
internal sealed class RunCommand(IServiceCollection services) : Command<RunSettings>
{
    public override int Execute(CommandContext context, RunSettings settings, CancellationToken cancellationToken)
    {
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(settings.NoReport, settings.Targets));
        using var provider = services.BuildServiceProvider();
        try
        {
            Run(provider, settings);
            return 0;
        }
        catch (Exception exception)
        {
            provider.GetRequiredService<ICakeLog>().LogException(exception);
            return -1;
        }
    }

    private static void Run(ServiceProvider provider, RunSettings settings)
    {
        if (settings.Version)
        {
            provider.GetRequiredService<VersionFeature>().Run(provider.GetRequiredService<IConsole>());
            return;
        }

        if (settings.Info)
        {
            provider.GetRequiredService<InfoFeature>().Run(provider.GetRequiredService<IConsole>());
            return;
        }

        var log = provider.GetRequiredService<ICakeLog>();
        log.Verbosity = settings.Verbosity ?? Verbosity.Normal;
        EnterWorkingDirectory(provider, settings);
        log.Verbosity = provider.GetRequiredService<ICakeConfiguration>().GetVerbosity(settings.Verbosity);

        provider.GetRequiredService<TaskRegistration>().Register();
        IScriptHost host = settings switch
        {
            { DryRun: true } => provider.GetRequiredService<DryRunScriptHost<IFrostingContext>>(),
            { Tree: true } => provider.GetRequiredService<TreeScriptHost>(),
            { Description: true } => provider.GetRequiredService<DescriptionScriptHost>(),
            _ => provider.GetRequiredService<BuildScriptHost<IFrostingContext>>(),
        };
        if (settings.Exclusive) host.Settings.UseExclusiveTarget();
        host.RunTargetsAsync(settings.Targets).GetAwaiter().GetResult();
    }

    private static void EnterWorkingDirectory(ServiceProvider provider, RunSettings settings)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        if ((settings.WorkingDirectory ?? provider.GetService<WorkingDirectory>()?.Path) is not { } path) return;

        var directory = path.MakeAbsolute(environment);
        if (!provider.GetRequiredService<IFileSystem>().Exist(directory))
        {
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        }

        environment.WorkingDirectory = directory;
    }
}
