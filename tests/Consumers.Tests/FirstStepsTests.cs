namespace Consumers.Tests;

/// <summary>What README tells a consumer to type first.</summary>
public sealed class FirstStepsTests(MainJob job) : IClassFixture<MainJob>
{
    [Fact]
    public async Task The_first_steps_in_README_lead_to_a_program_that_runs()
    {
        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken);
        var section = readme.Split("\n## ").Single(text => text.StartsWith("Use it", StringComparison.Ordinal));
        using var consumer = new Consumer(job, "first steps");
        var output = await Walkthrough.FollowAsync(section, consumer.Folder, Dotnet.Environment);
        Assert.EndsWith("\nUniFFI contract 30\n", output);
        Assert.Equal(
            ["hello", "hello.dbg"],
            Directory.GetFiles(Path.Combine(consumer.Folder, "published")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
