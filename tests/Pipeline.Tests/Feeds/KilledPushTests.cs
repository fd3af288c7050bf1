using Testing.Feeds;
using System.Collections.Concurrent;
using System.Diagnostics;
using RuntimePacks.Feeds;

namespace Pipeline.Tests.Feeds;

/// <summary>
/// Faults: the program itself is killed, at points that each run of the tests chooses anew, and started again until it ends.
/// </summary>
public sealed class KilledPushTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Kill_9_twenty_times_during_pushes_to_a_server()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill -9");
        await using var lab = await FeedLab.StartAsync();
        lab.Server.Key = Secret.Key;
        var (random, kills, releases) = (Chance.New(), 0, 0);
        Process? running = null;
        var left = int.MaxValue;
        var early = new ConcurrentBag<string>();
        lab.Server.Fault = async context =>
        {
            // A point may be any request of the push, or a moment after the head of an upload came.
            if (Interlocked.Decrement(ref left) != 0) return false;
            if (context.Request.Method == "PUT") await Task.Delay(random.Next(20));
            running!.Kill();
            return false;
        };
        lab.Server.Accepted = (package, _) =>
        {
            if (package.Id == SmallPackages.Meta && lab.Server.Packages.Count(there => there.Version == package.Version) != 9)
            {
                early.Add($"{package.Version}");
            }

            if (Interlocked.Decrement(ref left) == 0) running!.Kill(); // or between the package's being there and the answer
            return Task.CompletedTask;
        };

        while (kills < Kills)
        {
            await PushProgram.PrepareAsync(lab, $"1.{releases++}.0", 200_000);
            int status;
            do
            {
                Volatile.Write(ref left, kills < Kills ? random.Next(2, 22) : int.MaxValue);
                using (running = PushProgram.StartPush(lab, "loopback")) status = await EndAsync(lab, running);
                if (status == 128 + 9) kills++;
                else Assert.Equal(0, status);
            }
            while (status != 0);
        }

        Assert.Empty(early);
        Assert.Equal(9 * releases, lab.Server.Packages.Count);
        Assert.All(lab.Server.Pushes.Where(push => push.Status == 201).GroupBy(push => push.Package), accepted => Assert.Single(accepted));
        foreach (var package in lab.Server.Packages.Where(package => package.Version.Minor == releases - 1))
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(
                    Path.Combine(lab.PackagesFolder, $"{package.Id}.{package.Version}.nupkg"), TestContext.Current.CancellationToken),
                package.Bytes);
        }
    }

    [Fact]
    public async Task Kill_9_during_pushes_to_a_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill -9");
        await using var lab = await FeedLab.StartAsync();
        await PushProgram.PrepareAsync(lab, size: 10_000_000);
        var folder = Path.Combine(lab.Folder, "feed");
        var (random, kills) = (Chance.New(), 0);
        int status;
        do
        {
            using var running = PushProgram.StartPush(lab, "./feed");
            if (kills < 5)
            {
                // The folder tells when it is in the middle of something: a package that is being written has a name of its own.
                while (
                    !running.HasExited && !(Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, ".*.partial").Any()))
                {
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                }

                await Task.Delay(random.Next(60), TestContext.Current.CancellationToken);
                running.Kill();
            }

            status = await EndAsync(lab, running);
            if (status == 128 + 9) kills++;
            else Assert.Equal(0, status);
            await WholeAsync(lab, folder, complete: status == 0);
        }
        while (status != 0);

        Assert.True(kills > 0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder, ".*"));
    }

    /// <summary>Every package that NuGet finds in the folder is whole, and Slim.Native is there only when all others are.</summary>
    private static async Task WholeAsync(FeedLab lab, string folder, bool complete)
    {
        var there = 0;
        foreach (var path in Directory.GetFiles(lab.PackagesFolder))
        {
            var package = await PackageToPush.ReadAsync(path, TestContext.Current.CancellationToken);
            using var copy = new MemoryStream();
            if (!await lab.Open(folder).DownloadAsync(package.Id, package.Version, copy, TestContext.Current.CancellationToken)) continue;
            there++;
            Assert.Equal(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), copy.ToArray());
        }

        if (complete || Directory.Exists(Path.Combine(folder, "slim.native", "1.4.0"))) Assert.Equal(9, there);
    }

    private static async Task<int> EndAsync(FeedLab lab, Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        lab.Said.Enqueue(await output + await error);
        return process.ExitCode;
    }
}
