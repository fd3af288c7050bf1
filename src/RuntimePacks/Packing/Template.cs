using System.Security;
using System.Text.RegularExpressions;

namespace RuntimePacks.Packing;

/// <summary>Texts with <c>$tokens$</c>, as nuspec files have them; MSBuild's <c>$(Property)</c> is left alone.</summary>
internal sealed partial class Template(IReadOnlyDictionary<string, string> tokens)
{
    /// <summary>The value of a token.</summary>
    /// <exception cref="RuntimePacksException">There is no token of that name.</exception>
    public string Value(string token) => tokens.TryGetValue(token, out var value)
        ? value
        : throw new RuntimePacksException($"${token}$ is not a token; known: {string.Join(", ", tokens.Keys.Order(StringComparer.Ordinal))}");

    /// <exception cref="RuntimePacksException">The text has an unknown token.</exception>
    public string Expand(string text) => Token().Replace(text, match => Value(match.Groups[1].Value));

    /// <summary>The same for a text that is XML.</summary>
    /// <exception cref="RuntimePacksException">The text has an unknown token.</exception>
    public string ExpandXml(string text) => Token().Replace(text, match => SecurityElement.Escape(Value(match.Groups[1].Value)));

    [GeneratedRegex(@"\$([A-Za-z]+)\$")]
    private static partial Regex Token();
}
