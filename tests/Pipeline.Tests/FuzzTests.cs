namespace Pipeline.Tests;

/// <summary>A minute of fuzzing finds nothing; what it finds is named and kept.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task A_minute_of_mutated_libraries_ends_in_libraries_or_in_words()
    {
        var result = await BuildProgram.SucceedsAsync("--target", "Fuzz", "--minutes", "1", "--output", _output.Path);
        Assert.Matches(@"[1-9]\d{3,} runs, .* 0 crashes, 0 hangs", result.Output);
        Assert.Empty(Directory.GetFiles(_output["fuzzing/finds"]));
    }
}
