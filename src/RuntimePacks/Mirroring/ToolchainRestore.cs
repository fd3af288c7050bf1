using System.Text.RegularExpressions;
using System.Xml.Linq;
using NuGet.Common;
using NuGet.ProjectModel;
using RuntimePacks.Files;
using RuntimePacks.Stages;
using RuntimePacks.Tools;

namespace RuntimePacks.Mirroring;

/// <summary>
/// Finds out what a consumer's publish downloads by having NuGet restore consumers' projects, from the feeds that the
/// machine's NuGet.config names, into a packages folder that nothing else uses.
/// </summary>
/// <param name="folder">Where the projects and the packages go; kept, so that nothing is downloaded twice.</param>
public sealed partial class ToolchainRestore(string folder, ILogger log)
{
    /// <summary>
    /// What the SDK of a machine that publishes may bring itself depends on that machine: here, nothing is taken from it.
    /// </summary>
    private static readonly (string Name, string Value)[] NothingBundled =
        [("NetCoreTargetingPackRoot", "$(MSBuildThisFileDirectory)no-packs"), ("AllowMissingPrunePackageData", "true")];

    private static readonly (PublishKind Kind, string Property, string Value)[] Kinds =
    [
        (PublishKind.NativeAot, "PublishAot", "true"),
        (PublishKind.SelfContained, "SelfContained", "true"),
        (PublishKind.FrameworkDependent, "SelfContained", "false"),
    ];

    /// <summary>A package that no feed has, or not in this version.</summary>
    private static readonly NuGetLogCode[] NotOnTheFeeds = [NuGetLogCode.NU1101, NuGetLogCode.NU1102, NuGetLogCode.NU1103];

    private string ProjectsFolder => Path.Combine(folder, "projects");

    private string PackagesFolder => Path.Combine(folder, "nuget");

    /// <summary>What the last run found. An SDK's versions never change; what no feed had may be there by now.</summary>
    private StageRecord<Found> Last => new(Path.Combine(folder, "toolchain.json"), "Mirror");

    /// <param name="rids">For which RIDs.</param>
    /// <param name="sdk">
    /// The version of the SDK, which has to be on this machine; null for the one that <paramref name="root"/> uses.
    /// </param>
    /// <param name="root">The repository.</param>
    /// <exception cref="RuntimePacksException">There is no such SDK, or a feed does not answer.</exception>
    public async Task<Toolchain> FindAsync(
        IReadOnlyList<string> rids, string? sdk, string root, CancellationToken cancellationToken = default)
    {
        var version = await SdkAsync(sdk, root, cancellationToken);
        var framework = $"net{version.Split('.')[0]}.0";
        var projects = Projects(framework, rids);
        var key = Digest.OfTexts([version, .. projects.SelectMany(project => new[] { project.Key, project.Value })]);
        if (Last.Earlier() is { } last
            && last.Key == key
            && last.Toolchain.Rids.All(
                rid => rid.Publishes == PublishKind.NativeAot && rid.Packages.All(package => File.Exists(package.Source))))
        {
            return last.Toolchain;
        }

        log.Say($"asking the feeds for what SDK {version} needs to publish for {string.Join(", ", rids)}");
        if (Directory.Exists(ProjectsFolder)) Directory.Delete(ProjectsFolder, recursive: true);
        await WriteAsync("global.json", JsonFile.Text(new { sdk = new { version, rollForward = "disable" } }));
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            await WriteAsync(name, "<Project />"); // nothing of the folders above
        }

        foreach (var (name, text) in projects) await WriteAsync($"{name}/{name}.csproj", text);
        var unsupported = new Dictionary<string, string>();
        var result = await RestoreAsync([.. projects.Keys], unsupported, cancellationToken);
        var toolchain = new Toolchain(version, framework, [.. rids.Select(rid => Resolved(rid, unsupported, result))]);
        foreach (var rid in toolchain.Rids.Where(rid => rid.NoNativeAotBecause is not null))
        {
            log.Warn($"{rid.Rid}: no NativeAOT, because {rid.NoNativeAotBecause}; publishes: {MirrorTexts.Text(rid.Publishes)}");
        }

        await Last.WriteAsync(new Found(key, toolchain));
        return toolchain;
    }

    private static async Task<string> SdkAsync(string? wanted, string root, CancellationToken cancellationToken)
    {
        if (wanted is null)
        {
            return (await new Command("dotnet", "--version") { WorkingDirectory = root }.OutputAsync(cancellationToken)).Trim();
        }

        var installed = (await new Command("dotnet", "--list-sdks").OutputAsync(cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0])
            .ToList();
        return installed.Contains(wanted)
            ? wanted
            : throw new RuntimePacksException(
                $"there is no SDK {wanted} on this machine (there is {string.Join(", ", installed)}): install it, "
                + "since it alone knows which packages it needs");
    }

    /// <summary>A consumer's project per RID and kind of publish, by name.</summary>
    private SortedDictionary<string, string> Projects(string framework, IReadOnlyList<string> rids)
    {
        var projects = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var rid in rids)
        {
            foreach (var (kind, property, value) in Kinds)
            {
                (string Name, string Value)[] properties =
                [
                    ("OutputType", "Exe"), ("TargetFramework", framework), ("RuntimeIdentifier", rid), (property, value),
                    ("RestorePackagesPath", PackagesFolder), ("RestoreFallbackFolders", "clear"), .. NothingBundled,
                ];
                projects[Name(rid, kind)] = new XElement(
                    "Project",
                    new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                    new XElement("PropertyGroup", properties.Select(pair => new XElement(pair.Name, pair.Value))))
                    .ToString();
            }
        }

        return projects;
    }

    /// <summary>Restores all projects at once, less those that the SDK says it cannot publish.</summary>
    private async Task<CommandResult> RestoreAsync(
        List<string> projects, Dictionary<string, string> unsupported, CancellationToken cancellationToken)
    {
        const string Solution = "toolchain.slnx";
        while (true)
        {
            await WriteAsync(
                Solution,
                new XElement(
                    "Solution", projects.Select(name => new XElement("Project", new XAttribute("Path", $"{name}/{name}.csproj"))))
                    .ToString());
            var result = await new Command("dotnet", "restore", Solution)
            {
                WorkingDirectory = ProjectsFolder,
                Environment = new Dictionary<string, string?>
                {
                    ["MSBUILDDISABLENODEREUSE"] = "1",
                    ["DOTNET_NOLOGO"] = "1",
                    ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                },
            }.RunAsync(cancellationToken);
            foreach (Match error in Unsupported().Matches(result.Output))
            {
                unsupported[error.Groups["project"].Value] = error.Groups["text"].Value;
            }

            if (projects.RemoveAll(unsupported.ContainsKey) == 0) return result;
        }
    }

    private Task WriteAsync(string path, string text) => AtomicFile.WriteTextAsync(Path.Combine(ProjectsFolder, path), text);

    /// <summary>What NuGet left for a RID: the best kind of publish that it found every package for.</summary>
    private ToolchainRid Resolved(string rid, Dictionary<string, string> unsupported, CommandResult restore)
    {
        var found = Kinds.Where(kind => !unsupported.ContainsKey(Name(rid, kind.Kind)))
            .Select(kind => (kind.Kind, Cache: CacheOf(Name(rid, kind.Kind), restore)))
            .ToList();
        var best = found.FirstOrDefault(kind => kind.Cache.Success);
        return new ToolchainRid(
            rid,
            best.Kind,
            best.Kind == PublishKind.NativeAot ? null
                : unsupported.GetValueOrDefault(Name(rid, PublishKind.NativeAot))
                    ?? $"no feed has {string.Join(", ", InOrder(found[0].Cache.LogMessages.Select(log => log.LibraryId)))}",
            [.. InOrder(best.Cache?.ExpectedPackageFilePaths ?? []).Select(MirrorPackage.InPackagesFolder)]);
    }

    private static IEnumerable<string> InOrder(IEnumerable<string?> names) =>
        names.OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>NuGet's own record of one restore (<c>obj/project.nuget.cache</c>): the packages, or what went wrong.</summary>
    private CacheFile CacheOf(string project, CommandResult restore)
    {
        var path = Path.Combine(ProjectsFolder, project, "obj", "project.nuget.cache");
        if (!File.Exists(path)) throw new RuntimePacksException($"dotnet restore left nothing for {project}: {FirstError(restore)}");
        using var stream = File.OpenRead(path);
        var cache = CacheFileFormat.Read(stream, NullLogger.Instance, path);
        var fault = cache.Success
            ? null
            : cache.LogMessages.FirstOrDefault(log => log.Level == LogLevel.Error && !NotOnTheFeeds.Contains(log.Code));
        return fault is null
            ? cache
            : throw new RuntimePacksException(
                $"the feeds could not be asked for what {project} needs: {fault.Code}: {fault.Message}");
    }

    private static string FirstError(CommandResult restore) =>
        (restore.Output + restore.Error)
            .Split('\n')
            .FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim()
            ?? $"status {restore.ExitCode}";

    private static string Name(string rid, PublishKind kind) => $"{rid}.{kind}";

    /// <summary>The SDK has no runtime pack (1082), RID (1083), host (1084) or NativeAOT (1203) of this name.</summary>
    [GeneratedRegex(@"error (?<text>NETSDK(1082|1083|1084|1203): .*?)\s*\[[^\]]*[/\\](?<project>[^/\\\]]+)\.csproj\]")]
    private static partial Regex Unsupported();

    private sealed record Found(string Key, Toolchain Toolchain);
}
