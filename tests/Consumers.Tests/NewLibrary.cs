namespace Consumers.Tests;

/// <summary>What docs/new-library.md leads to, followed once: the packages of a second library, and a program with it inside.</summary>
public sealed class NewLibrary : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder with the packages.</summary>
    public string Packages => Path.Combine(_folder.Path, "tally", "out", "packages");

    /// <summary>The page's commands leave it beside the definition, which is the repository's own.</summary>
    private static string Lock => Repository.PathOf("samples", "tally", "tally.lock.json");

    /// <summary>What the program printed.</summary>
    public string Answer { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        File.Delete(Lock);
        var job = new MainJob();
        await job.InitializeAsync();
        foreach (var unpacked in Directory.GetDirectories(Directory.CreateDirectory(MainJob.PackagesCache).FullName, "*tally.native"))
        {
            Directory.Delete(unpacked, recursive: true);
        }

        var environment =
            new Dictionary<string, string?> { ["NUGET_PACKAGES"] = MainJob.PackagesCache, ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1" };
        Answer = await Walkthrough.FollowAsync(
            await File.ReadAllTextAsync(Repository.PathOf("docs", "new-library.md")), _folder.Path, environment);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        File.Delete(Lock);
        return ValueTask.CompletedTask;
    }
}
