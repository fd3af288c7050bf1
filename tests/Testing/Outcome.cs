using RuntimePacks.Tools;

namespace Testing;

/// <summary>What must hold of a program that ended.</summary>
public static class Outcome
{
    /// <summary>It ended well; else the test fails with all that it said.</summary>
    public static CommandResult Succeeded(this CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }

    /// <summary>
    /// The build program ended with an error of one line that says all of this, without a word for who wrote the program.
    /// </summary>
    public static CommandResult Refused(this CommandResult result, params IEnumerable<string> words)
    {
        Assert.NotEqual(0, result.ExitCode);
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--verbosity diagnostic", result.Error, StringComparison.Ordinal);
        return result;
    }
}
