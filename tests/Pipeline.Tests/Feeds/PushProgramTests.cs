using Testing.Feeds;

namespace Pipeline.Tests.Feeds;

/// <summary>What a user sees of a push, and what they can get wrong.</summary>
public sealed class PushProgramTests
{
    [Fact]
    public async Task It_says_what_it_would_do_then_does_it_then_says_that_all_is_there()
    {
        await using var lab = await FeedLab.StartAsync();
        lab.Server.Key = Secret.Key;
        await PushProgram.PrepareAsync(lab);

        var plan = await PushProgram.SucceedsAsync(PushProgram.PushAsync(lab, "loopback", "--what-if", "--verbosity", "diagnostic"));
        Assert.Matches(@"(?m)^ +runtime\.linux-x64\.Slim\.Native +1\.4\.0 +0\.0\d\d MB +would be pushed", plan);
        Assert.Contains($"Nothing was pushed to {lab.Server.Index}: --what-if.\n", plan, StringComparison.Ordinal);
        Assert.Empty(lab.Server.Pushes);

        var push = await PushProgram.SucceedsAsync(PushProgram.PushAsync(lab, "loopback", "--verbosity", "diagnostic"));
        Assert.Contains("pushing Slim.Native.1.4.0.nupkg, 0.00", push, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +Slim\.Native +1\.4\.0 +0\.00\d MB +pushed", push);
        Assert.Contains($"9 packages are on {lab.Server.Index}\n", push, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', push);

        var again = await PushProgram.SucceedsAsync(PushProgram.PushAsync(lab, lab.Server.Index));
        Assert.Matches(@"(?m)^ +Slim\.Native +1\.4\.0 +0\.00\d MB +was there, the same", again);
        Assert.Equal(9, lab.Server.Pushes.Count);
        Assert.Equal((lab.Server.Index, 9), (lab.Record.Read().Feed, lab.Record.Read().Packages.Count));
    }

    [Fact]
    public async Task Mistakes_are_told_before_anything_is_built()
    {
        await using var lab = await FeedLab.StartAsync();
        await PushProgram.RefusesAsync(
            PushProgram.RunAsync(lab, "--target", "Release", "--release", "1.4.0", "--output", lab.Output), "Push needs --feed");
        await PushProgram.RefusesAsync(
            PushProgram.RunAsync(lab, "--target", "push", "--release", "1.4.0", "--feed", "lopback", "--output", lab.Output),
            "there is no feed 'lopback'", "loopback");
        await PushProgram.RefusesAsync(
            PushProgram.RunAsync(lab, "--target", "Release", "--feed", "https://feed.example/v3/index.json", "--output", lab.Output),
            "the sample is never for publishing", "https://feed.example/v3/index.json");
        await PushProgram.PrepareAsync(lab, sample: true);
        await PushProgram.RefusesAsync(
            PushProgram.PushAsync(
                lab, "https://feed.example/v3/index.json"), "the sample is never for publishing"); // also when a folder holds it
        File.Delete(Path.Combine(lab.PackagesFolder, "runtime.osx-x64.Slim.Native.1.4.0.nupkg"));
        await PushProgram.RefusesAsync(
            PushProgram.PushAsync(lab, "loopback"), "runtime.osx-x64.Slim.Native.1.4.0.nupkg", "run --target Pack first");
        Assert.Empty(lab.Server.Seen);
    }
}
