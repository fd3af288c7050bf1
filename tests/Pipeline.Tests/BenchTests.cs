using System.Xml.Linq;

namespace Pipeline.Tests;

/// <summary>The benchmarks start, on small libraries, and end with a table and a chart.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task The_packages_of_small_libraries_are_within_their_limits_and_a_table_and_a_chart_say_so()
    {
        LentCorpus.To(_output.Path);
        var result = await BuildProgram.SucceedsAsync("--target", "Bench", "--only", "packages", "--output", _output.Path);
        Assert.Contains("package for x86_64-unknown-linux-gnu, small: slimmed, against as built", result.Output);
        Assert.DoesNotContain("EXCEEDED", result.Output);
        Assert.Equal(9, Directory.GetFiles(_output["bench/small-release/assets"]).Length);
        var bars = XDocument.Load(_output["bench/chart.svg"]).Root!.Elements().Count(element => element.Name.LocalName == "rect");
        Assert.Equal(9, bars);
    }

    [Theory]
    [InlineData("there is no benchmark slimming; there are: ", "--only", "slimming")]
    [InlineData("there is no option --size", "--size", "20")]
    public async Task What_it_cannot_do_is_said_in_a_line(string words, params string[] arguments)
    {
        var result = await BuildProgram.RunAsync(["--target", "Bench", "--exclusive", .. arguments, "--output", _output.Path]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Error);
        Assert.DoesNotContain("   at ", result.Output + result.Error);
    }
}
