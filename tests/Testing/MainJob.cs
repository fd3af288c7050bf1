using System.Text.Json;
using RuntimePacks.Tools;

[assembly: AssemblyFixture(typeof(Pipeline.Tests.MainJob))]

namespace Pipeline.Tests;

/// <summary>The main job, run once for all tests: <c>./build.sh</c> on the sample release, into a folder of its own.</summary>
public sealed class MainJob : IAsyncLifetime
{
    private readonly Lazy<Task<string>> _asBuilt;

    public MainJob() => _asBuilt = new(PackAsBuiltAsync);

    public string Output { get; } = Path.Combine(Repository.Scratch, "main");

    public string Sample => Path.Combine(Output, "sample");

    public string Packages => Path.Combine(Output, "packages");

    public CommandResult Result { get; private set; } = null!;

    /// <summary><c>report.json</c>.</summary>
    public JsonElement Report { get; private set; }

    public string Version => Report.GetProperty("release").GetProperty("version").GetString()!;

    /// <summary>The folder that tests' projects unpack packages into; ours are unpacked anew in each run of the tests.</summary>
    public string PackagesCache { get; } = Path.Combine(Repository.Scratch, "nuget");

    /// <summary>The folder with the packages of the same release that hold its libraries as they were built.</summary>
    public Task<string> PackagesAsBuilt => _asBuilt.Value;

    public async ValueTask InitializeAsync()
    {
        Result = await Repository.BuildAsync("--output", Output);
        Assert.True(Result.ExitCode == 0, Result.Output + Result.Error);
        Report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Output, "report", "report.json"))).RootElement;
        foreach (var package in Directory.GetFiles(Packages).Select(path => Path.GetFileName(path)[..^$".{Version}.nupkg".Length]))
        {
            var unpacked = Path.Combine(PackagesCache, package.ToLowerInvariant());
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> PackAsBuiltAsync()
    {
        var output = Path.Combine(Repository.Scratch, "as-built");
        var packed = await Repository.BuildAsync("--from", Sample, "--slim", "none", "--target", "Pack", "--output", output);
        Assert.True(packed.ExitCode == 0, packed.Output + packed.Error);
        return Path.Combine(output, "packages");
    }
}
