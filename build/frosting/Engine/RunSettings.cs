using System.ComponentModel;
using Cake.Cli;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Spectre.Console.Cli;

namespace Cake.Frosting.Engine;

/// <summary>The options that are Cake's; every other <c>--name value</c> is an argument for the build.</summary>
internal sealed class RunSettings : CommandSettings
{
    [CommandOption("-t|--target <TARGET>")]
    [DefaultValue("Default")]
    [Description("The task to run; may be given several times.")]
    public string[] Targets { get; set; } = [];

    [CommandOption("-w|--working <PATH>")]
    [TypeConverter(typeof(Cli.DirectoryPathConverter))]
    [Description("The directory to run in.")]
    public DirectoryPath? WorkingDirectory { get; set; }

    [CommandOption("-v|--verbosity <VERBOSITY>")]
    [TypeConverter(typeof(VerbosityConverter))]
    [Description("How much to print: quiet, minimal, normal, verbose or diagnostic.")]
    public Verbosity? Verbosity { get; set; }

    [CommandOption("--description|--descriptions|--showdescription|--showdescriptions")]
    [Description("Lists the tasks with their descriptions.")]
    public bool Description { get; set; }

    [CommandOption("--tree|--showtree")]
    [Description("Shows which task depends on which.")]
    public bool Tree { get; set; }

    [CommandOption("--dryrun|--noop|--whatif")]
    [Description("Names the tasks that would be run, in order, and runs none.")]
    public bool DryRun { get; set; }

    [CommandOption("-e|--exclusive")]
    [Description("Runs the task without those it depends on.")]
    public bool Exclusive { get; set; }

    [CommandOption("--version|--ver")]
    [Description("Prints what this program is.")]
    public bool Version { get; set; }

    [CommandOption("--info")]
    [Description("Prints what this program is, and its version.")]
    public bool Info { get; set; }

    [CommandOption("--noreport")]
    [Description("Leaves out the table of tasks at the end.")]
    public bool NoReport { get; set; }
}
