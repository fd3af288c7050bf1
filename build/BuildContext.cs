using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Platforms;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace Build;

/// <summary>What the tasks share: where things are, what the command line asked for, and what each stage leaves for the next.</summary>
public sealed class BuildContext : FrostingContext
{
    private readonly Lazy<PackDefinition> _definition;

    public BuildContext(ICakeContext context, ICakeEngine engine, CallerDirectory caller, Outcome outcome) : base(context)
    {
        outcome.Watch(engine);
        var options = new Options(context.Arguments);
        Root = context.Environment.WorkingDirectory.FullPath;
        Output = caller.Resolve(options.Value("output") ?? Path.Combine(Root, "artifacts"));
        From = options.Value("from") is { } from ? caller.Resolve(from) : null;
        ReleaseVersion = options.Value("release");
        PackageVersion = options.Value("package-version");
        File = options.Value("file") is { } file ? caller.Resolve(file) : null;
        Package = options.Value("package") is { } package ? caller.Resolve(package) : null;
        Json = options.Flag("json");
        SlimMode = options.Choice("slim", SlimMode.Full);
        Rids = options.Value("rids")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var definition = caller.Resolve(options.Value("definition") ?? Path.Combine(Root, "packaging", "slim.json"));
        _definition = new Lazy<PackDefinition>(() => PackDefinition.Load(definition));
        Toolbox = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), Say);

        Lock = new(Path.Combine(Output, "release.lock.json"), "Fetch");
        Verified = new(Path.Combine(Output, "stages", "verify.json"), "Verify");
        Slimmed = new(Path.Combine(Output, "stages", "slim.json"), "Slim");
        Packed = new(Path.Combine(Output, "stages", "pack.json"), "Pack");
        Smoked = new(Path.Combine(Output, "stages", "smoke.json"), "Smoke");
    }

    /// <summary>The repository's root, full.</summary>
    public string Root { get; }

    /// <summary>The root of everything that the build writes, full.</summary>
    public string Output { get; }

    /// <summary>The folder that holds the release's assets; null for the sample.</summary>
    public string? From { get; }

    public string? ReleaseVersion { get; }

    public string? PackageVersion { get; }

    public SlimMode SlimMode { get; }

    /// <summary>The RIDs to keep; null for all.</summary>
    public IReadOnlySet<string>? Rids { get; }

    /// <summary>The file to inspect, full.</summary>
    public string? File { get; }

    /// <summary>The package whose exports an inspected program should hold, full.</summary>
    public string? Package { get; }

    /// <summary>Whether standard output is for a machine: JSON and nothing else.</summary>
    public bool Json { get; }

    public PackDefinition Definition => _definition.Value;

    public Toolbox Toolbox { get; }

    /// <summary>Whether the release is the sample that the project builds itself.</summary>
    public bool UsesSample => From is null && ReleaseVersion is null;

    public string SampleFolder => Path.Combine(Output, "sample");

    public string LibrariesFolder => Path.Combine(Output, "libraries");

    public string SlimmedFolder => Path.Combine(Output, "slimmed");

    public string PackagesFolder => Path.Combine(Output, "packages");

    public string SmokeFolder => Path.Combine(Output, "smoke");

    public string ReportFolder => Path.Combine(Output, "report");

    public ReleaseFolder ReleaseFolder => new(From ?? SampleFolder, Definition);

    public StageRecord<Release> Lock { get; }

    public StageRecord<IReadOnlyList<VerifiedLibrary>> Verified { get; }

    public StageRecord<IReadOnlyList<SlimmedLibrary>> Slimmed { get; }

    public StageRecord<IReadOnlyList<PackedPackage>> Packed { get; }

    public StageRecord<IReadOnlyList<SmokeResult>> Smoked { get; }

    /// <summary>Tells the user, in a line, what is being done.</summary>
    public void Say(string line) => Log.Information("{0}", line);
}
