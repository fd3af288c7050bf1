using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;
using Samples;
using Testing;

namespace RuntimePacks.Archives.Tests;

/// <summary>The archives of the sample release, which is the pipeline's own where it is up to date, else built for these tests and kept.</summary>
internal static class SampleArchives
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the sample release's zips.</summary>
    public static async Task<string> FolderAsync()
    {
        var sources = SampleSources.Of(Root);
        var tools = Toolbox.Load(Path.Combine(Root, "build", "tools.json"), NullLogger.Instance);
        var folder = Path.Combine(Root, "artifacts", "sample");
        if (await SampleRelease.FindAsync(sources, folder, tools) is not null) return folder;
        var temporary = Path.Combine(Path.GetTempPath(), "slim-native-archives" + Root.Replace(Path.DirectorySeparatorChar, '-'));
        folder = Path.Combine(temporary, "release");
        await SampleRelease.BuildAsync(sources, folder, Path.Combine(temporary, "cache"), tools, new LineLog(Console.WriteLine));
        return folder;
    }

    /// <summary>Every archive of the release, unpacked by unzip.</summary>
    public static async Task<IReadOnlyList<string>> UnpackedAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var zip in Directory.GetFiles(await FolderAsync(), "*.zip"))
        {
            await new Command("unzip", "-q", "-o", zip, "-d", Path.Combine(folder, Path.GetFileNameWithoutExtension(zip))).OutputAsync();
        }

        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".a" or ".lib").Order(StringComparer.Ordinal)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder.FullName;
    }
}
