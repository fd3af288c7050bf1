using System.Xml.Linq;

namespace Pipeline.Tests;

/// <summary>The benchmarks start, on small libraries: what they measure there means nothing, that they end does.</summary>
public sealed class BenchTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task A_size_can_be_chosen_and_a_table_and_a_chart_come_of_it()
    {
        var sample = Directory.CreateDirectory(_output["sample"]).FullName;
        foreach (var file in Directory.EnumerateFiles(job.Sample)) File.Copy(file, Path.Combine(sample, Path.GetFileName(file)));
        var result = await BuildProgram.SucceedsAsync(
            "--target", "Bench", "--only", "passthrough", "--size", "1", "--output", _output.Path);
        Assert.All(
            ["nine assets verified and packed as they came", "the same as programs", "the limits are for 150 MB, not for 1"],
            words => Assert.Contains(words, result.Output));
        Assert.Equal(9, Directory.GetFiles(Path.Combine(_output.Path, "bench", "1-MB", "assets")).Length);
        Assert.Equal("svg", XDocument.Load(Path.Combine(_output.Path, "bench", "chart.svg")).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("expected", "--size", "large")]
    [InlineData("there is no benchmark slimming", "--only", "slimming")]
    public async Task What_it_cannot_do_is_said_in_a_line(string words, params string[] arguments)
    {
        var result = await BuildProgram.RunAsync(["--target", "Bench", "--exclusive", .. arguments, "--output", _output.Path]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Error);
        Assert.DoesNotContain("   at ", result.Output + result.Error);
    }
}
