using System.Diagnostics;
using System.Text.Json;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Distribution;

/// <summary>
/// The jobs of the release workflow, played here: a process and a folder per job, on the sample release that the main job
/// built. One job is killed while it publishes its program.
/// </summary>
public sealed class PlayedMatrix : IAsyncLifetime
{
    /// <summary>The job that is killed, and run again.</summary>
    public const string Killed = "linux-x64";

    /// <summary>The job that is done in two processes, in two folders, as the workflow does it on two machines.</summary>
    public const string InTwo = "linux-arm64";

    private readonly MainJob _job = new();

    private static readonly string Root = Path.Combine(Repository.Scratch, "matrix");

    /// <summary>The RIDs of the matrix, in its order.</summary>
    public IReadOnlyList<string> Rids { get; private set; } = [];

    /// <summary>The folders that the jobs wrote.</summary>
    public string Jobs { get; } = Path.Combine(Root, "jobs");

    /// <summary>The parts as they were when the job was killed.</summary>
    public string PartsOfTheKill { get; } = Path.Combine(Root, "parts of the kill");

    /// <summary>The parts, each holding no more than what a job hands on.</summary>
    public string Parts { get; } = Path.Combine(Root, "parts");

    public async ValueTask InitializeAsync()
    {
        await _job.InitializeAsync();
        Repository.EmptyScratch("matrix");
        var matrix = await BuildProgram.SucceedsAsync("--target", "Matrix", "--from", _job.Sample);
        Rids = [
            .. JsonDocument.Parse(matrix.Output).RootElement.GetProperty("include").EnumerateArray().Select(
                entry => entry.GetProperty("rid").GetString()!)];
        await KillAsync();
        await Parallel.ForEachAsync(Rids, async (rid, _) => await PlayAsync(rid));
    }

    /// <summary>Copies the two things that a job hands on.</summary>
    public static void HandOn(string from, string to)
    {
        foreach (var file in (string[])[.. Files("stages"), .. Files("packages")])
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        string[] Files(string folder) => Directory.Exists(Path.Combine(from, folder)) ? Directory.GetFiles(Path.Combine(from, folder)) : [];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task PlayAsync(string rid)
    {
        var folder = Path.Combine(Jobs, rid);
        if (rid == InTwo)
        {
            await BuildProgram.SucceedsAsync("--target", "Pack", "--from", _job.Sample, "--rids", rid, "--output", folder);
            var elsewhere = Path.Combine(Jobs, rid + " elsewhere");
            HandOn(folder, elsewhere);
            await BuildProgram.SucceedsAsync("--target", "Smoke", "--exclusive", "--rids", rid, "--output", elsewhere);
            folder = elsewhere;
        }
        else
        {
            await BuildProgram.SucceedsAsync("--target", "Smoke", "--from", _job.Sample, "--rids", rid, "--output", folder);
        }

        HandOn(folder, Path.Combine(Parts, rid));
    }

    private async Task KillAsync()
    {
        var folder = Path.Combine(Jobs, Killed);
        using var process = BuildProgram.Start(
            new Dictionary<string, string?>(), "--target", "Smoke", "--from", _job.Sample, "--rids", Killed, "--output", folder);
        while (!File.Exists(Path.Combine(folder, "stages", "pack.json")))
        {
            Assert.False(process.HasExited, "the job ended before it had packed anything");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        HandOn(folder, Path.Combine(PartsOfTheKill, Killed));
    }

}
