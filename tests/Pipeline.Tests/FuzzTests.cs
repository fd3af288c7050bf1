namespace Pipeline.Tests;

/// <summary>A minute of fuzzing: no library makes the readers or the slimmer end otherwise than well or in words.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task A_minute_of_mutated_libraries_finds_nothing()
    {
        var result = await BuildProgram.RunAsync("--target", "Fuzz", "--minutes", "1", "--output", _output.Path);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Error}{string.Concat(Finds())}");
        Assert.Matches(@"[1-9]\d{3,} runs, ", result.Output);
    }

    /// <summary>What shows a find, for those who have no more of the run than what it printed.</summary>
    private IEnumerable<string> Finds() =>
        from file in Directory.Exists(_output["fuzzing/finds"]) ? Directory.GetFiles(_output["fuzzing/finds"]) : []
        select $"\n{Path.GetFileName(file)}, for base64 -d > FILE, and dotnet run --project tests/Fuzzing -- replay FILE:\n"
            + $"{Convert.ToBase64String(File.ReadAllBytes(file))}\n";
}
