using RuntimePacks.Tools;

namespace Pipeline.Tests;

/// <summary>Packages from npm, as a lock file names them.</summary>
internal static class NodePackages
{
    /// <summary>Installs what the lock file beside the tests says, unless it is there already; returns the folder that it is in.</summary>
    /// <param name="source">A folder of these tests with <c>package.json</c> and <c>package-lock.json</c>, and what else is to lie beside the packages.</param>
    public static async Task<string> InstallAsync(string source)
    {
        source = Path.Combine(Repository.Root, "tests", "Pipeline.Tests", source);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, Path.GetFileName(source).ToLowerInvariant())).FullName;
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (!File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(Path.Combine(source, "package-lock.json")))
        {
            await new Command("npm", "ci", "--no-audit", "--no-fund", "--fetch-timeout=60000", "--fetch-retries=1") { WorkingDirectory = folder }.OutputAsync(TestContext.Current.CancellationToken);
        }

        return folder;
    }
}
