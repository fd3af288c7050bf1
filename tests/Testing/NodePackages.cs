using RuntimePacks.Tools;

namespace Testing;

/// <summary>Packages from npm, as a lock file names them.</summary>
public static class NodePackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Installs what the lock file beside the tests says, unless it is there already; returns the folder that it is in.</summary>
    /// <param name="source">A folder of tests/ with <c>package.json</c> and <c>package-lock.json</c>, and what else is to lie
    /// beside the packages.</param>
    public static async Task<string> InstallAsync(string source)
    {
        source = Repository.PathOf("tests", source);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, Path.GetFileName(source).ToLowerInvariant())).FullName;
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (
            !File.Exists(installed)
                || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(Path.Combine(source, "package-lock.json")))
        {
            var install = new Command(
                "npm", "ci", "--no-audit", "--no-fund", "--fetch-timeout=60000", "--fetch-retries=1")
            { WorkingDirectory = folder };
            (await install.TwiceAsync(Limit, done: result => result.ExitCode == 0)).Succeeded();
        }

        return folder;
    }
}
