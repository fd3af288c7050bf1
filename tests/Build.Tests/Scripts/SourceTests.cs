using System.Text.Json;
using RuntimePacks.Tools;

namespace Build.Tests.Scripts;

/// <summary>The list of what the build program is compiled from.</summary>
public sealed class SourceTests
{
    [Fact]
    public async Task It_has_every_project_that_the_build_program_references()
    {
        HashSet<string> projects = [Repository.PathOf("build", "Build.csproj")];
        for (var queue = new Queue<string>(projects); queue.TryDequeue(out var project);)
        {
            foreach (var reference in await ReferencesAsync(project)) if (projects.Add(reference)) queue.Enqueue(reference);
        }

        Assert.Contains(projects, project => Path.GetFileName(project) == "SampleRelease.csproj");
        var folders = Clone.Sources.Select(listed => Repository.PathOf(listed) + Path.DirectorySeparatorChar).ToList();
        Assert.All(projects, project => Assert.Contains(folders, folder => project.StartsWith(folder, StringComparison.Ordinal)));
    }

    private static async Task<IEnumerable<string>> ReferencesAsync(string project)
    {
        var command = new Command("dotnet", "msbuild", project, "-getItem:ProjectReference");
        using var json = JsonDocument.Parse(await command.OutputAsync(TestContext.Current.CancellationToken));
        var items = json.RootElement.GetProperty("Items").GetProperty("ProjectReference").EnumerateArray();
        return [.. items.Select(item => item.GetProperty("FullPath").GetString()!)];
    }
}
