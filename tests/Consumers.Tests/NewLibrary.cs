namespace Consumers.Tests;

/// <summary>What docs/new-library.md leads to, followed once: the packages of a second library, and a program with it inside.</summary>
public sealed class NewLibrary : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder with the packages.</summary>
    public string Packages => Path.Combine(_folder.Path, "tally", "out", "packages");

    /// <summary>What the program printed.</summary>
    public string Answer { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var job = new MainJob();
        await job.InitializeAsync();
        foreach (var unpacked in Directory.GetDirectories(Directory.CreateDirectory(MainJob.PackagesCache).FullName, "*tally.native*"))
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
        return ValueTask.CompletedTask;
    }
}
