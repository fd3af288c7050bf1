namespace Pipeline.Tests;

/// <summary>What docs/new-library.md leads to, followed once: the packages of a second library, and a program with it inside.</summary>
public sealed class NewLibrary(MainJob job) : IAsyncLifetime
{
    private readonly string _folder = Repository.NewFolder("new-library");

    /// <summary>The folder with the packages.</summary>
    public string Packages => Path.Combine(_folder, "tally", "out", "packages");

    /// <summary>What the program printed.</summary>
    public string Answer { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        foreach (var unpacked in Directory.GetDirectories(Directory.CreateDirectory(job.PackagesCache).FullName, "*tally.native")) Directory.Delete(unpacked, recursive: true);
        var environment = new Dictionary<string, string?> { ["NUGET_PACKAGES"] = job.PackagesCache, ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1" };
        Answer = await Walkthrough.FollowAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "new-library.md")), _folder, environment);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
