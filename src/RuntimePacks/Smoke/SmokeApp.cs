using System.Xml.Linq;
using NuGet.Configuration;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Tools;

namespace RuntimePacks.Smoke;

/// <summary>
/// A copy of a consumer's project, outside of the repository's settings, that restores our packages from the folder
/// that they were packed to and everything else from the feeds that this machine uses.
/// </summary>
/// <param name="source">The project's folder.</param>
/// <param name="folder">Where the copy and all that is built from it go.</param>
internal sealed class SmokeApp(string source, string folder)
{
    private static readonly Dictionary<string, string?> BuildEnvironment = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    private string ProjectFolder => Path.Combine(folder, "app");

    private string PublishFolder => Path.Combine(folder, "publish");

    /// <summary>The files of the project, for telling whether it changed.</summary>
    public IEnumerable<string> Sources => Directory.EnumerateFiles(source).Order(StringComparer.Ordinal);

    /// <summary>The published executable.</summary>
    public string Executable
    {
        get
        {
            var name = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(source, "*.csproj").Single());
            return Path.Combine(PublishFolder, OperatingSystem.IsWindows() ? name + ".exe" : name);
        }
    }

    /// <summary>Publishes the project with NativeAOT.</summary>
    /// <param name="rid">For which RID.</param>
    /// <param name="packages">The packages of the release.</param>
    /// <param name="packagesFolder">Where they are.</param>
    /// <param name="cache">The folder that packages are unpacked into: ours are unpacked anew, others are kept.</param>
    /// <exception cref="RuntimePacksException">The project does not publish, or something lies beside its executable.</exception>
    public async Task PublishAsync(
        string rid,
        IReadOnlyList<PackedPackage> packages,
        string packagesFolder,
        string cache,
        CancellationToken cancellationToken = default)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(ProjectFolder);
        foreach (var file in Sources) File.Copy(file, Path.Combine(ProjectFolder, Path.GetFileName(file)));
        await AtomicFile.WriteTextAsync(Path.Combine(ProjectFolder, "nuget.config"), NuGetConfig(packages, packagesFolder));

        await new Command(
            "dotnet", "publish", ProjectFolder, "-r", rid, "-o", PublishFolder,
            $"-p:{Property(packages[^1].Id)}Version=[{packages[^1].Version}]",
            $"-p:RestorePackagesPath={cache}")
        {
            Environment = BuildEnvironment,
            WorkingDirectory = ProjectFolder,
        }.OutputAsync(cancellationToken);
        CheckPublished();
    }

    private void CheckPublished()
    {
        // NativeAOT puts the symbols of the executable beside it; they are for debuggers and need not be shipped.
        var beside = Directory.EnumerateFileSystemEntries(PublishFolder)
            .Where(path => path != Executable && Path.GetExtension(path) is not (".dbg" or ".pdb" or ".dSYM"))
            .Select(Path.GetFileName)
            .ToList();
        if (beside.Count > 0)
        {
            throw new RuntimePacksException(
                $"the published program should be one file; beside it lies {string.Join(", ", beside)}");
        }

        if (!File.Exists(Executable)) throw new RuntimePacksException($"publishing left no {Executable}");
    }

    private string NuGetConfig(IReadOnlyList<PackedPackage> packages, string packagesFolder)
    {
        const string Own = "packed-here";
        var others = new PackageSourceProvider(Settings.LoadDefaultSettings(ProjectFolder))
            .LoadPackageSources()
            .Where(feed => feed.IsEnabled);
        return new XElement(
            "configuration",
            new XElement("packageSources", new XElement("add", new XAttribute("key", Own), new XAttribute("value", packagesFolder))),
            new XElement(
                "packageSourceMapping",
                new XElement("packageSource", new XAttribute("key", Own), packages.Select(package => Pattern(package.Id))),
                others.Select(feed => new XElement("packageSource", new XAttribute("key", feed.Name), Pattern("*"))))).ToString();

        static XElement Pattern(string id) => new("package", new XAttribute("pattern", id));
    }

    private static string Property(string packageId) => packageId.Replace(".", "", StringComparison.Ordinal);
}
