using System.Text.Json;
using RuntimePacks.Pipeline;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>The main job, run once for all tests: <c>./build.sh</c> on the sample release, into a folder of its own.</summary>
public sealed class MainJob : IAsyncLifetime
{
    public const string Meta = "Slim.Native";
    public const string Linux = $"runtime.linux-x64.{Meta}";

    /// <summary>The name of the turn of who writes to the folder.</summary>
    internal const string Name = "main";

    /// <summary>The job's output.</summary>
    internal static readonly string Folder = Path.Combine(Repository.Scratch, Name);

    private static readonly Lazy<Task<CommandResult>> s_run = new(() => InTurnAsync(Name, "--output", Folder));
    private static readonly Lazy<Task> s_asBuilt = new(
        () => InTurnAsync(
            AsBuilt, "--from", Path.Combine(Folder, "sample"), "--slim", "none", "--target", "Pack", "--output", AsBuiltFolder));
    private static readonly Lazy<string> s_cache = new(EmptyCache);

    private const string AsBuilt = "as-built";

    private static string AsBuiltFolder => Path.Combine(Repository.Scratch, AsBuilt);

    /// <summary>The RIDs of the packages.</summary>
    public static IReadOnlyList<string> Rids { get; } = [
        "linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"];

    /// <summary>The ids of the packages.</summary>
    public static IEnumerable<string> Ids => Rids.Select(RuntimeId).Append(Meta);

    public string Output { get; } = Folder;

    public string Sample => Path.Combine(Output, "sample");

    public string Packages => Path.Combine(Output, "packages");

    /// <summary>The path of the package of this id.</summary>
    public string this[string id] => Path.Combine(Packages, $"{id}.{Version}.nupkg");

    public CommandResult Result { get; private set; } = null!;

    /// <summary><c>report.json</c>.</summary>
    public JsonElement Report { get; private set; }

    public string Version => Report.GetProperty("release").GetProperty("version").GetString()!;

    /// <summary>The folder that tests' projects unpack packages into; ours are unpacked anew in each run of the tests.</summary>
    public static string PackagesCache => s_cache.Value;

    public static string RuntimeId(string rid) => $"runtime.{rid}.{Meta}";

    public async ValueTask InitializeAsync()
    {
        Result = await s_run.Value;
        Report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Output, "report", "report.json"))).RootElement;
    }

    /// <summary>The turn of who writes to the job's output, or sees that nothing does.</summary>
    public static Task<Turn> AloneAsync() => Turn.OfAsync(Name);

    /// <summary>Makes another output folder one in which the same packages were packed.</summary>
    /// <param name="packages">The name of the folder in it that they go to.</param>
    public void CopyTo(string output, string packages)
    {
        Directory.CreateDirectory(Path.Combine(output, packages));
        var (from, to) = (new Workspace(Output).StagesFolder, new Workspace(output).StagesFolder);
        Directory.CreateDirectory(to);
        File.Copy(Path.Combine(from, "pack.json"), Path.Combine(to, "pack.json"));
        foreach (var path in Directory.GetFiles(Packages)) File.Copy(path, Path.Combine(output, packages, Path.GetFileName(path)));
    }

    /// <summary>Packs the same release with its libraries as they were built.</summary>
    /// <returns>The folder with the packages.</returns>
    public static async Task<string> PackagesAsBuiltAsync()
    {
        await s_asBuilt.Value;
        return Path.Combine(AsBuiltFolder, "packages");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<CommandResult> InTurnAsync(string name, params string[] arguments)
    {
        using var turn = await Turn.OfAsync(name);
        return await BuildProgram.SucceedsAsync(arguments);
    }

    private static string EmptyCache()
    {
        var cache = Path.Combine(Repository.Scratch, "nuget");
        foreach (var unpacked in Ids.Select(id => Path.Combine(cache, id.ToLowerInvariant())).Where(Directory.Exists))
        {
            Directory.Delete(unpacked, recursive: true);
        }

        return cache;
    }
}
