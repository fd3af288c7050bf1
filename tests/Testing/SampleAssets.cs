using RuntimePacks.Tools;

namespace Testing;

/// <summary>The assets of the sample release, built once for all tests and kept.</summary>
public static class SampleAssets
{
    /// <summary>What holds the turn of <see cref="MainJob.Output" />, of which the sample is a part.</summary>
    private static readonly Lazy<Task> s_built = new(async () =>
    {
        using var turn = await Turn.OfAsync(MainJob.Name);
        await BuildProgram.SucceedsAsync("--target", "Sample", "--output", MainJob.Folder);
    });

    /// <summary>The folder of the release's zips.</summary>
    public static async Task<string> FolderAsync()
    {
        await s_built.Value;
        return Path.Combine(MainJob.Folder, "sample");
    }

    /// <summary>Every archive of the release, unpacked by unzip into a folder.</summary>
    public static async Task<IReadOnlyList<string>> UnpackedAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var zip in Directory.GetFiles(await FolderAsync(), "*.zip"))
        {
            await new Command("unzip", "-q", "-o", zip, "-d", Path.Combine(folder, Path.GetFileNameWithoutExtension(zip))).OutputAsync();
        }

        return [
            .. Directory.EnumerateFiles(
                folder, "*", SearchOption.AllDirectories).Where(
                    file => Path.GetExtension(file) is ".a" or ".lib").Order(StringComparer.Ordinal)];
    }
}
