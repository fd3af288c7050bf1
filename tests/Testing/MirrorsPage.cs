using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>docs/mirrors.md, and what it tells people to type.</summary>
public static partial class MirrorsPage
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("docs", "mirrors.md"));

    /// <summary>The one block of a language under a heading that has these words in it.</summary>
    public static string Block(string heading, string language, string words = "")
    {
        var section = Assert.Single(Text.Split("\n## "), part => part.StartsWith(heading + "\n", StringComparison.Ordinal));
        return Assert.Single(
            Fence().Matches(section),
            block => block.Groups["language"].Value == language
                && block.Groups["text"].Value.Contains(words, StringComparison.Ordinal)).Groups["text"].Value;
    }

    /// <summary>Checks the signature of a mirror's checksums as the page says it.</summary>
    /// <param name="root">The certificate that is trusted, in a PEM file.</param>
    public static async Task<CommandResult> VerifyAsync(string mirror, string root)
    {
        await Repository.Tools.RequireAsync("openssl", TestContext.Current.CancellationToken);
        var command = Block("Carry it, and check it", "sh", "openssl").Replace("root.pem", $"'{root}'", StringComparison.Ordinal);
        return await new Command("sh", "-e", "-c", command) { WorkingDirectory = mirror }.RunAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
