using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Mirroring;

namespace Pipeline.Tests.Mirroring;

/// <summary>Faults: the program is killed while it writes.</summary>
[Collection("the output folder of the mirrors")]
public sealed class KilledMirrorTests : IClassFixture<MirroredRelease>
{
    private const int Rounds = 4;
    private const int KillsPerRound = 5;

    private readonly string _bundle = Path.Combine(MirroredRelease.Scratch, "killed");

    [Fact]
    public async Task Kill_9_at_any_point_leaves_whole_files_and_the_next_run_finishes_the_mirror()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill -9");
        var random = Chance.New();
        var (whole, duration) = await WholeAsync();
        var killed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Directory.Delete(_bundle, recursive: true);
            for (var kill = 0; kill < KillsPerRound; kill++)
            {
                if (await KillAsync(random.NextDouble() * duration)) killed++;
                await SoundAsync(whole);
            }

            await MirroredRelease.MirrorAsync(_bundle, "1.5.0", "--base-url", MirroredRelease.BaseUrl);
            await new MirrorCheck(_bundle, NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal(whole.ToString(), Checksums.TryRead(_bundle)!.ToString());
        }

        Assert.True(killed >= Rounds, $"only {killed} of {Rounds * KillsPerRound} runs were killed before their end");
    }

    /// <summary>The checksums of a mirror that nobody interrupted, and how long it took from when the folder was taken.</summary>
    private async Task<(Checksums Whole, TimeSpan Duration)> WholeAsync()
    {
        if (Directory.Exists(_bundle)) Directory.Delete(_bundle, recursive: true);
        using var run = await StartAsync();
        var clock = Stopwatch.StartNew();
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
        return (Checksums.TryRead(_bundle)!, clock.Elapsed);
    }

    private async Task<bool> KillAsync(TimeSpan after)
    {
        using var run = await StartAsync();
        await Task.Delay(after, TestContext.Current.CancellationToken);
        run.Kill(); // SIGKILL: build.sh has become the program by exec
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return run.ExitCode == 128 + 9;
    }

    /// <summary>Starts a run, and waits until it says that it begins with the mirror.</summary>
    private async Task<Process> StartAsync()
    {
        var begun = new TaskCompletionSource();
        var run = BuildProgram.Start(
            new Dictionary<string, string?>(), MirroredRelease.Arguments(_bundle, "1.5.0", "--base-url", MirroredRelease.BaseUrl));
        run.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.Trim() == "Mirror") begun.TrySetResult();
        };
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        await begun.Task;
        return run;
    }

    /// <summary>What is there is whole and right, and nothing is visible whose parts are missing.</summary>
    private async Task SoundAsync(Checksums whole)
    {
        if (!Directory.Exists(_bundle)) return;
        foreach (var file in Directory.EnumerateFiles(_bundle, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(_bundle, file);
            if (path is ".lock" or Checksums.FileName || path.EndsWith(".partial", StringComparison.Ordinal)) continue;
            Assert.True(whole[path] == await Sha512Async(file), $"{path} is not what it will be in the end");
        }

        string[] packages = [.. whole.Paths.Where(path => path.EndsWith(".nupkg", StringComparison.Ordinal))];
        foreach (var package in packages.Where(package => File.Exists(Full(package + ".sha512"))))
        {
            Assert.True(File.Exists(Full(package)), $"NuGet sees {package} before it is there");
        }

        if (packages.Any(package => package.Contains("/slim.native/", StringComparison.Ordinal) && File.Exists(Full(package + ".sha512"))))
        {
            Assert.All(
                packages, package => Assert.True(File.Exists(Full(package + ".sha512")), $"Slim.Native is visible before {package}"));
        }

        foreach (
            var versions in whole.Paths.Where(
                path => path.StartsWith("packages/", StringComparison.Ordinal) && path.EndsWith("/index.json", StringComparison.Ordinal)
                    && File.Exists(Full(path))))
        {
            using var index = JsonDocument.Parse(await File.ReadAllTextAsync(Full(versions), TestContext.Current.CancellationToken));
            var id = versions.Split('/')[1];
            Assert.All(
                index.RootElement.GetProperty("versions").EnumerateArray(),
                version => Assert.True(
                    File.Exists(Full($"packages/{id}/{version}/{id}.{version}.nupkg")), $"{versions} names {version} before it is there"));
        }

        if (File.Exists(Full(Checksums.FileName)))
        {
            await new MirrorCheck(_bundle, NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken);
        }
    }

    private string Full(string path) => Path.Combine(_bundle, path);

    private static async Task<string> Sha512Async(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(
            await System.Security.Cryptography.SHA512.HashDataAsync(stream, TestContext.Current.CancellationToken));
    }
}
