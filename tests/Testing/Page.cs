using System.Text.RegularExpressions;

namespace Mirror.Tests;

/// <summary>docs/mirrors.md, and what it tells people to type.</summary>
internal static partial class Page
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "mirrors.md"));

    /// <summary>The one block of a language under a heading that has these words in it.</summary>
    public static string Block(string heading, string language, string words = "")
    {
        var section = Assert.Single(Text.Split("\n## "), part => part.StartsWith(heading + "\n", StringComparison.Ordinal));
        return Assert.Single(Fence().Matches(section), block => block.Groups["language"].Value == language && block.Groups["text"].Value.Contains(words, StringComparison.Ordinal)).Groups["text"].Value;
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
