using System.Xml.Linq;
using NuGet.Configuration;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Tools;

namespace RuntimePacks.Smoke;

/// <summary>
/// A copy of a consumer's project, outside of the repository's settings, that restores our packages from the folder
/// that they were packed to and everything else from the feeds that this machine uses, and that NativeAOT publishes.
/// </summary>
/// <param name="source">The project's folder.</param>
/// <param name="host">For which RID it is published, and with what.</param>
/// <param name="packs">The packages of the release, and then those of another library, if the project references that too.</param>
/// <param name="folder">Where the copy and all that is built from it go.</param>
/// <param name="cache">The folder that packages are unpacked into: ours are unpacked anew, others are kept.</param>
internal sealed class SmokeApp(
    string source, SmokeHost host, IReadOnlyList<PackedPackages> packs, string folder, string cache) : ISmokeProgram
{
    private static readonly Dictionary<string, string?> BuildEnvironment = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    /// <summary>Settings that MSBuild takes from the folders above, where a project has none of its own.</summary>
    private static readonly string[] OfFoldersAbove = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private string ProjectFolder => Path.Combine(folder, "app");

    private string PublishFolder => Path.Combine(folder, "publish");

    private string RunFolder => Path.Combine(folder, "run");

    private string Name => Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(source, "*.csproj").Single());

    /// <summary>A shared library is linked for the system that builds.</summary>
    private bool HasShared => host.Rid == SmokeHost.OwnRid;

    public SmokeLanguage Language => SmokeLanguage.CSharp;

    public IReadOnlyList<string> Tools => host.Tools;

    public IEnumerable<string> MadeFrom => Sources.SelectMany(path => new[] { Path.GetFileName(path), File.ReadAllText(path) });

    public Runner? Runner => host.Runner;

    public string? Reason => null;

    public string? Beside => packs is [_, var other] ? other.Meta.Id : null;

    public string Executable => Path.Combine(PublishFolder, OperatingSystem.IsWindows() ? Name + ".exe" : Name);

    public Command? WithoutAot => HasShared ? new Command("dotnet", Path.Combine(RunFolder, Name + ".dll")) : null;

    private IEnumerable<string> Sources => Directory.EnumerateFiles(source).Order(StringComparer.Ordinal);

    /// <summary>Publishes the project with NativeAOT, and builds it without where that links a shared library.</summary>
    /// <exception cref="RuntimePacksException">
    /// The project does not publish, something lies beside its executable, or that needs a library that is no part of every system.
    /// </exception>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(ProjectFolder);
        foreach (var file in OfFoldersAbove) await AtomicFile.WriteTextAsync(Path.Combine(ProjectFolder, file), "<Project />\n");
        foreach (var file in Sources) File.Copy(file, Path.Combine(ProjectFolder, Path.GetFileName(file)), overwrite: true);
        await AtomicFile.WriteTextAsync(Path.Combine(ProjectFolder, "nuget.config"), NuGetConfig());

        await DotnetAsync(["publish", ProjectFolder, "-r", host.Rid, "-o", PublishFolder], cancellationToken);
        CheckPublished();
        if (HasShared) await DotnetAsync(["build", ProjectFolder, "-c", "Release", "-o", RunFolder], cancellationToken);
    }

    private Task<string> DotnetAsync(IEnumerable<string> words, CancellationToken cancellationToken) =>
        new Command(
            "dotnet",
            [
                .. words,
                .. packs.Select(pack => pack.Meta).Select(meta => $"-p:{Property(meta.Id)}Version=[{meta.Version}]"),
                $"-p:RestorePackagesPath={cache}",
            ])
        {
            Environment = BuildEnvironment,
            WorkingDirectory = ProjectFolder,
        }.OutputAsync(cancellationToken);

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
        if (SystemLibraries.ImageOf(Executable).Needed.FirstOrDefault(library => !SystemLibraries.Has(library)) is { } extra)
        {
            throw new RuntimePacksException(
                $"the program for {host.Rid} needs {extra} at run time, which is no part of every system: "
                + "something was not linked statically");
        }
    }

    private string NuGetConfig()
    {
        var others = new PackageSourceProvider(Settings.LoadDefaultSettings(ProjectFolder))
            .LoadPackageSources()
            .Where(feed => feed.IsEnabled);
        return new XElement(
            "configuration",
            new XElement(
                "packageSources",
                packs.Select(pack => new XElement("add", new XAttribute("key", Key(pack)), new XAttribute("value", pack.Folder)))),
            new XElement(
                "packageSourceMapping",
                packs.Select(
                    pack => new XElement(
                        "packageSource", new XAttribute("key", Key(pack)), pack.Packages.Select(package => Pattern(package.Id)))),
                others.Select(feed => new XElement("packageSource", new XAttribute("key", feed.Name), Pattern("*"))))).ToString();

        static string Key(PackedPackages pack) => $"packed-{pack.Meta.Id}";

        static XElement Pattern(string id) => new("package", new XAttribute("pattern", id));
    }

    private static string Property(string packageId) => packageId.Replace(".", "", StringComparison.Ordinal);
}
