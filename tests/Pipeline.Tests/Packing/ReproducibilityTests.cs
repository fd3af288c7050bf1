using RuntimePacks.Tools;

namespace Pipeline.Tests.Packing;

/// <summary>The same release makes the same packages, byte for byte, wherever and whenever that is.</summary>
public sealed class ReproducibilityTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("full")]
    [InlineData("none")]
    public async Task Two_folders_time_zones_locales_umasks_and_numbers_of_processors_make_the_same_bytes(string slim)
    {
        var assets = CopyOfSample();
        var first = await PackAsync(job.Sample, "a", slim, "022", "Pacific/Kiritimati", "C", "8");
        var second = await PackAsync(assets, "another place, with spaces and ümläuts/and deeper/than the first", slim, "077",
            "America/St_Johns", "tr_TR.UTF-8", "1");
        Assert.Equal(
            Directory.GetFiles(first).Select(Path.GetFileName).Order(), Directory.GetFiles(second).Select(Path.GetFileName).Order());
        Assert.Equal(MainJob.Rids.Count + 1, Directory.GetFiles(first).Length);
        foreach (var path in Directory.GetFiles(first))
        {
            var compared = await new Command(
                "cmp", path, Path.Combine(second, Path.GetFileName(path))).RunAsync(TestContext.Current.CancellationToken);
            compared.Succeeded();
        }
    }

    /// <summary>The sample's assets in another folder, with other times and permissions.</summary>
    private string CopyOfSample()
    {
        var copy = Directory.CreateDirectory(_folder["downloads of somebody"]).FullName;
        foreach (var path in Directory.GetFiles(job.Sample).Where(path => Path.GetFileName(path)[0] != '.'))
        {
            var file = Path.Combine(copy, Path.GetFileName(path));
            File.Copy(path, file);
            File.SetLastWriteTimeUtc(file, new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        return copy;
    }

    /// <summary>Runs the pipeline as far as Pack, in an environment of its own.</summary>
    /// <returns>The folder with the packages.</returns>
    private async Task<string> PackAsync(
        string assets, string folder, string slim, string umask, string timeZone, string locale, string processors)
    {
        var output = _folder[folder];
        var command = new Command(
            "sh", "-c", $"umask {umask} && exec \"$@\"", "sh", BuildProgram.Script, "--from", assets, "--slim", slim, "--target", "Pack",
            "--output", output)
        {
            Environment = new Dictionary<string, string?>
            {
                ["TZ"] = timeZone,
                ["LC_ALL"] = locale,
                ["LANG"] = locale,
                ["HOME"] = Directory.CreateDirectory(output + " home").FullName,
                ["DOTNET_PROCESSOR_COUNT"] = processors,
            },
        };
        await command.OutputAsync(TestContext.Current.CancellationToken);
        return Path.Combine(output, "packages");
    }
}
